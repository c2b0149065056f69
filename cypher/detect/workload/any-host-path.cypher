// code:      WL-07
// kind:      policy
// basis:     pod
// severity:  low
// title:     Host path mounted
// technique: T1611
// on:        write pods,workloads
// needs:     level Request
// under:     WL-06, WL-08
// meaning:   A pod mounts a folder of the node.
// triage:    Which folder, and may the pod write?
// usual:     log collectors, local storage
p.ok AND size(s.host_paths) > 0
