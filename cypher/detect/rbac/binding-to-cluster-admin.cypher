// code:      RB-01
// kind:      policy
// severity:  high
// title:     Binding to cluster-admin created
// technique: T1098.006
// on:        create,update,patch clusterrolebindings; create,update,patch rolebindings
// needs:     level Request
// meaning:   Somebody was given all rights in the cluster, or added to those who have them, or (by a role binding) in a namespace.
// triage:    Who are the subjects? Did the caller have these rights already, and is the change in version control?
// usual:     set-up of a cluster
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath)
WHERE p.code < 400
MATCH (c)-[:SUBMITTED]->(b:Binding {role: 'cluster-admin'})
RETURN c.id AS call
