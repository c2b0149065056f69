// code:      SV-02
// kind:      policy
// basis:     body
// severity:  high
// title:     Dashboard or another sensitive service made public
// technique: T1133
// on:        write services
// needs:     level Request
// meaning:   Something that was not made for the internet is reachable from it.
// triage:    From where can it be reached, and with which login?
// usual:     load balancers inside a company, which say so by an annotation
// with:      {"names": ["*dashboard*", "*argo*", "*weave-scope*", "*kubeflow*", "*istio-ingressgateway*", "*grafana*", "*prometheus*", "*kibana*", "*jenkins*", "*vault*", "*rancher*"]}
p.ok AND 'spec.type=LoadBalancer' IN s.leaves AND fits(toLower(coalesce(c.name, '')), $names) AND NOT any(leaf IN s.leaves WHERE leaf STARTS WITH 'spec.loadBalancerSourceRanges=' OR leaf =~ '(?i)metadata[.]annotations[.].*internal.*=(true|internal)')
