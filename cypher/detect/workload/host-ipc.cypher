// code:      WL-05
// kind:      policy
// basis:     pod
// severity:  medium
// title:     Host IPC namespace
// technique: T1611
// on:        write pods,workloads
// needs:     level Request
// meaning:   A pod shares memory with processes of the node.
// triage:    Who wrote the template?
// usual:     databases of old manifests
p.ok AND s.host_ipc
