// question: Which calls are evidence of an alert, and which paths did they take?
// returns:  one row: call ids, path ids
// scope:    clusters and namespaces
MATCH (a:Alert) WHERE ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
MATCH (a)-[:EVIDENCE]->(c:ApiCall)-[:TOOK]->(p:CallPath)
RETURN collect(DISTINCT c.id), collect(DISTINCT p.id)
