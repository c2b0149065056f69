// code:      WL-01
// kind:      policy
// basis:     pod
// severity:  high
// title:     Privileged container
// technique: T1610, T1611
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// meaning:   A pod or a workload's template asks for a privileged container: root on the node in all but name. Init and ephemeral containers count too.
// triage:    Who wrote the template? A controller only carries out what somebody asked for: look at the workload it belongs to.
// usual:     network and storage drivers, node agents
p.ok AND s.privileged
