// question: Which paths did evidence of an alert take?
// returns:  one row: path ids
MATCH (:Alert)-[:EVIDENCE]->(:ApiCall)-[:TOOK]->(p:CallPath)
RETURN collect(DISTINCT p.id)
