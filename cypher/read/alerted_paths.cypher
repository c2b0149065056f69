// question: Which paths did evidence of an alert take?
// returns:  one row: path ids
// scope:    clusters and namespaces
MATCH (a:Alert) WHERE ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
MATCH (a)-[:EVIDENCE]->(:ApiCall)-[:TOOK]->(p:CallPath)
RETURN collect(DISTINCT p.id)
