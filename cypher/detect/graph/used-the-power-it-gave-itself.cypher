// code:      GR-01
// kind:      graph
// basis:     query
// severity:  critical
// title:     Used the power it gave itself
// technique: T1098.006
// on:        * *
// needs:     level Metadata
// meaning:   A request was allowed because of a binding that the same caller, or somebody at the same address, wrote shortly before.
// triage:    Undo the binding; look at all that was allowed by it.
// usual:     administrators who try out a role
// with:      {"hours": 168}
MATCH (p:CallPath) WHERE p.id IN $paths AND p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
MATCH (p)-[a:ALLOWED_BY]->(b:Object) WHERE a.call IN $calls
MATCH (b)<-[:WROTE]-(w:ApiCall)-[:TOOK]->(wp:CallPath)
WHERE w.time < a.time AND w.time >= a.time - 1000 * 3600 * $hours AND wp.did IN ['create', 'change']
  AND (wp.who = p.who OR wp.source_ip = p.source_ip AND p.network IN ['external', 'internal'])
  AND NOT EXISTS { MATCH (q:CallPath)-[e:ALLOWED_BY]->(b) WHERE q.who = p.who AND e.time < a.time }
WITH p, a, b, w, wp ORDER BY w.time
WITH p.who AS caller, b, head(collect(a.call)) AS call, collect(DISTINCT w.id) AS evidence, head(collect(wp.who)) AS author
RETURN call, evidence, b.resource + ' ' + b.name AS what, author + ' wrote ' + b.name + ', by which this was allowed' AS because
