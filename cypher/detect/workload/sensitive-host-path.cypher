// code:      WL-06
// kind:      policy
// basis:     pod
// severity:  high
// title:     Sensitive host path mounted
// technique: T1611
// on:        write pods,workloads
// needs:     level Request
// meaning:   A pod or a workload's template mounts a folder of the node that leads to the node itself: its root, its configuration, the kubelet's or the container runtime's state.
// triage:    Does the workload need this folder, and for writing? Who asked for it?
// usual:     log collectors, node agents, storage drivers
// with:      {"host_paths": ["/etc", "/proc", "/sys", "/root", "/home/admin", "/var", "/run"]}
p.ok AND any(path IN s.host_paths WHERE path = '/'
       OR any(root IN $host_paths WHERE path = root OR path STARTS WITH root + '/'))
