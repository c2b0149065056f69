// code:      GR-12
// kind:      graph
// basis:     query
// severity:  high
// title:     Made, used, removed
// technique: T1098.006, T1070
// on:        remove clusterrolebindings,rolebindings
// needs:     level Metadata
// meaning:   Somebody made a binding, it let something through, and they removed it again within a day.
// triage:    What was done with it?
// usual:     tests of rights
// with:      {"hours": 24}
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath) WHERE p.ok AND p.who_kind IN ['person', 'serviceaccount']
MATCH (c)-[:WROTE]->(b:Object)<-[:WROTE]-(w:ApiCall)-[:TOOK]->(wp:CallPath)
WHERE wp.did = 'create' AND wp.who = p.who AND w.time < c.time AND w.time >= c.time - 1000 * 3600 * $hours
MATCH (b)<-[a:ALLOWED_BY]-(q:CallPath) WHERE a.time >= w.time AND a.time <= c.time AND q.who_kind <> 'controlplane'
WITH c, b, w, a ORDER BY a.time
WITH c, b, w.id AS made, collect(a.call) AS used
RETURN c.id AS call, [made] + used AS evidence, b.resource + ' ' + b.name AS what
