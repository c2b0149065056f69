// code:      WL-09
// kind:      anomaly
// basis:     pod
// severity:  high
// title:     Sensitive mount, first of its kind
// technique: T1611
// on:        write pods,workloads
// needs:     level Request
// window:    90d
// meaning:   Somebody mounts a sensitive folder of the node with this image in this namespace for the first time in the window.
// triage:    Does the workload need this folder?
// usual:     installation of node agents
// seen:      [repository IN s.repositories | [p.who, repository, p.namespace]]
// with:      {"host_paths": ["/etc", "/proc", "/sys", "/root", "/home/admin", "/var", "/run"]}
p.ok AND any(path IN s.host_paths WHERE path = '/' OR any(root IN $host_paths WHERE path = root OR path STARTS WITH root + '/'))
