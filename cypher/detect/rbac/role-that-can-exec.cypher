// code:      RB-13
// kind:      policy
// severity:  high
// title:     Role that can exec into pods
// technique: T1098.006, T1609
// on:        create,update,patch roles; create,update,patch clusterroles
// needs:     level Request
// meaning:   A role was written that allows exec or attach: whoever is bound to it acts with the identity of every pod in reach.
// triage:    Who is bound to the role, and which service accounts do the pods in reach carry?
// usual:     roles for on-call engineers
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath)
WHERE p.code < 400
MATCH (c)-[:SUBMITTED]->(r:RoleRules)
WHERE any(grant IN r.grants WHERE split(grant, ' ')[0] IN ['create', 'get', '*']
                              AND split(grant, ' ')[1] IN ['pods/exec', 'pods/attach', 'pods/*'])
RETURN c.id AS call
