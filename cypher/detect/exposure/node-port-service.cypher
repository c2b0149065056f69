// code:      SV-01
// kind:      policy
// basis:     body
// severity:  medium
// title:     NodePort service
// technique: T1133
// on:        write services
// needs:     level Request
// habit:     low
// meaning:   A service listens on every node of the cluster.
// triage:    Are the nodes reachable from outside?
// usual:     test clusters
p.ok AND 'spec.type=NodePort' IN s.leaves AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
