// code:      WL-03
// kind:      policy
// basis:     pod
// severity:  medium
// title:     Host network
// technique: T1611
// on:        write pods,workloads
// needs:     level Request
// meaning:   A pod shares the node's network: it sees its traffic, and what listens on its loopback.
// triage:    Does the workload need it? Which policies does it get around?
// usual:     network plugins, node agents, ingress controllers
p.ok AND s.host_network
