// question: The evidence of an alert, newest first.
// returns:  one row: call ids
MATCH (:Alert {id: $id})-[:EVIDENCE]->(c:ApiCall)
WITH c ORDER BY c.id DESC LIMIT $limit
RETURN collect(c.id)
