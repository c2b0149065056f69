// code:      WL-01
// kind:      policy
// severity:  high
// title:     Privileged container
// technique: T1610, T1611
// on:        create,update,patch pods; create,update,patch pods/ephemeralcontainers; create,update,patch deployments; create,update,patch daemonsets; create,update,patch statefulsets; create,update,patch replicasets; create,update,patch replicationcontrollers; create,update,patch jobs; create,update,patch cronjobs
// needs:     level Request
// meaning:   A pod or a workload's template asks for a privileged container: root on the node in all but name. Init and ephemeral containers count too.
// triage:    Who wrote the template? A controller only carries out what somebody asked for: look at the workload it belongs to.
// usual:     network and storage drivers, node agents
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath)
WHERE p.code < 400
MATCH (c)-[:SUBMITTED]->(s:PodSpec)
WHERE s.privileged
RETURN c.id AS call
