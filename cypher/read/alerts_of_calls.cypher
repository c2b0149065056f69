// question: Of which alerts are these calls evidence?
// returns:  call id, alert ids
// scope:    clusters and namespaces
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id IN $calls
CALL (c) {
  MATCH (c)<-[:EVIDENCE]-(a:Alert) WHERE ($clusters IS NULL OR a.cluster IN $clusters)
    AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
  RETURN collect(a.id) AS alerts
}
WITH c, alerts WHERE size(alerts) > 0
RETURN c.id, alerts
