// question: Of which alerts are these calls evidence?
// returns:  call id, alert ids
MATCH (c:ApiCall)<-[:EVIDENCE]-(a:Alert) WHERE c.id IN $calls
RETURN c.id, collect(a.id)
