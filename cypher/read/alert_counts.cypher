// question: How many alerts did each detection raise?
// returns:  slug, alerts
// scope:    clusters and namespaces
MATCH (a:Alert) WHERE ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
RETURN a.detection, count(a)
