// code:      SV-03
// kind:      policy
// basis:     body
// severity:  medium
// title:     Data store made public
// technique: T1133
// on:        write services
// needs:     level Request
// meaning:   Something that was not made for the internet is reachable from it.
// triage:    From where can it be reached, and with which login?
// usual:     load balancers inside a company, which say so by an annotation
// with:      {"names": ["*redis*", "*postgres*", "*mysql*", "*mariadb*", "*mongo*", "*elastic*", "*etcd*", "*kafka*", "*cassandra*", "*memcached*", "*minio*"]}
p.ok AND 'spec.type=LoadBalancer' IN s.leaves AND fits(toLower(coalesce(c.name, '')), $names) AND NOT any(leaf IN s.leaves WHERE leaf STARTS WITH 'spec.loadBalancerSourceRanges=' OR leaf =~ '(?i)metadata[.]annotations[.].*internal.*=(true|internal)')
