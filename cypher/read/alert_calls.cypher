// question: The evidence of an alert, newest first.
// returns:  one row: call ids
// scope:    clusters and namespaces
MATCH (a:Alert {id: $id}) WHERE ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
MATCH (a)-[:EVIDENCE]->(c:ApiCall)
WITH c ORDER BY c.id DESC LIMIT $limit
RETURN collect(c.id)
