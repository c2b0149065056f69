// code:      WL-04
// kind:      policy
// basis:     pod
// severity:  high
// title:     Host process namespace
// technique: T1611
// on:        write pods,workloads
// needs:     level Request
// meaning:   A pod sees all processes of the node, and can reach into them.
// triage:    Who wrote the template?
// usual:     node agents of security and monitoring tools
p.ok AND s.host_pid
