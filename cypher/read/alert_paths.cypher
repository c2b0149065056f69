// question: Which paths did the evidence of these alerts take?
// returns:  alert id, path ids
// scope:    clusters and namespaces
MATCH (a:Alert) WHERE a.id IN $ids AND ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
MATCH (a)-[:EVIDENCE]->(:ApiCall)-[:TOOK]->(p:CallPath)
RETURN a.id, collect(DISTINCT p.id)
