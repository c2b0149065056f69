// code:      RB-10
// kind:      policy
// severity:  high
// title:     Role with wildcards created
// technique: T1098.006
// on:        create roles; create clusterroles
// needs:     level Request
// meaning:   A new role allows every verb, every resource or every API group: also those that do not exist yet.
// triage:    What does the role need to do? Who is bound to it?
// usual:     operators installed with generous manifests
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath)
WHERE p.code < 400
MATCH (c)-[:SUBMITTED]->(r:RoleRules)
WHERE '*' IN r.resources OR '*' IN r.verbs OR '*' IN r.api_groups
RETURN c.id AS call
