// code:      RB-05
// kind:      anomaly
// severity:  medium
// title:     New role binding
// technique: T1098.006
// on:        create rolebindings; create clusterrolebindings
// needs:     level Metadata; with bodies also who binds which role
// window:    90d
// scope:     everywhere
// meaning:   A binding that was not seen in the window, or a caller that binds a role it did not bind before.
// triage:    Which role goes to whom? Is the change in version control?
// usual:     installation of add-ons, new teams
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath)
WHERE p.code < 400
OPTIONAL MATCH (c)-[:SUBMITTED]->(b:Binding)
WITH c, p, b, CASE WHEN p.impersonated_user = '' THEN p.user ELSE p.impersonated_user END AS who
UNWIND [['binding', p.resource, p.namespace, coalesce(c.name, '')]]
     + CASE WHEN b.role IS NULL THEN [] ELSE [['binds', who, b.role]] END AS seen
RETURN c.id AS call, seen
