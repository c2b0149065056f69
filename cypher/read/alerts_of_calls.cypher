// question: Of which alerts are these calls evidence?
// returns:  call id, alert ids
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id IN $calls
CALL (c) { MATCH (c)<-[:EVIDENCE]-(a:Alert) RETURN collect(a.id) AS alerts }
WITH c, alerts WHERE size(alerts) > 0
RETURN c.id, alerts
