// code:      WL-06
// kind:      policy
// severity:  high
// title:     Sensitive host path mounted
// technique: T1611
// on:        create,update,patch pods; create,update,patch deployments; create,update,patch daemonsets; create,update,patch statefulsets; create,update,patch replicasets; create,update,patch replicationcontrollers; create,update,patch jobs; create,update,patch cronjobs
// needs:     level Request
// meaning:   A pod or a workload's template mounts a folder of the node that leads to the node itself: its root, its configuration, the kubelet's or the container runtime's state.
// triage:    Does the workload need this folder, and for writing? Who asked for it?
// usual:     log collectors, node agents, storage drivers
// with:      {"host_paths": ["/etc", "/proc", "/sys", "/root", "/home/admin", "/var", "/run"]}
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath)
WHERE p.code < 400
MATCH (c)-[:SUBMITTED]->(s:PodSpec)
WHERE any(path IN s.host_paths WHERE path = '/'
       OR any(root IN $host_paths WHERE path = root OR path STARTS WITH root + '/'))
RETURN c.id AS call
