// code:      GR-05
// kind:      graph
// basis:     query
// severity:  low
// title:     Privileged pod made by a controller for somebody
// technique: T1610
// on:        create pods
// needs:     level Request
// meaning:   A controller created a pod with the powers of its node; this is who wrote the workload behind it.
// triage:    The alert names the author of the template.
// usual:     node agents
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath) WHERE p.ok AND p.who_kind = 'controlplane'
MATCH (c)-[:SUBMITTED]->(s:PodSpec) WHERE s.privileged OR s.host_pid OR '/' IN s.host_paths
MATCH (c)-[:WROTE]->(:Object)-[:OWNED_BY*1..3]->(o:Object)<-[:WROTE]-(w:ApiCall)-[:TOOK]->(wp:CallPath)
WHERE wp.ok AND w.time <= c.time AND wp.who_kind IN ['person', 'serviceaccount', 'anonymous']
WITH c, o, w, wp ORDER BY w.time DESC
WITH c, head(collect({call: w.id, who: wp.who, what: o.resource + '/' + o.name})) AS author
RETURN c.id AS call, [author.call] AS evidence, author.who AS who, author.what AS what, author.who + ' wrote ' + author.what AS because
