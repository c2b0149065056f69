// question: What is known of these alerts?
// returns:  one row an alert: its properties
// scope:    clusters and namespaces
MATCH (a:Alert) WHERE a.id IN $ids AND ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
RETURN properties(a)
