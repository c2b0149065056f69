// question: The newest alerts of these states, in these clusters, and which others they share a call with.
// returns:  properties, ids of alerts
// scope:    clusters and namespaces
MATCH (a:Alert) USING INDEX a:Alert(last_seen)
WHERE a.last_seen > 0 AND ($statuses IS NULL OR a.status IN $statuses) AND ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
WITH a ORDER BY a.last_seen DESC LIMIT $limit
RETURN properties(a), COLLECT { MATCH (a)-[:SHARES]-(b:Alert) RETURN b.id }
