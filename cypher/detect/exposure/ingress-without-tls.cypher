// code:      SV-05
// kind:      policy
// basis:     body
// severity:  medium
// title:     Ingress without TLS
// technique: T1040
// on:        create ingresses
// needs:     level Request
// habit:     low
// meaning:   What goes through the ingress can be read on its way.
// triage:    Does a proxy in front of it end TLS?
// usual:     proxies that end TLS
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND NOT any(leaf IN s.leaves WHERE leaf STARTS WITH 'spec.tls')
