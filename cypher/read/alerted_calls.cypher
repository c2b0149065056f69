// question: Which calls are evidence of an alert, and which paths did they take?
// returns:  one row: call ids, path ids
MATCH (:Alert)-[:EVIDENCE]->(c:ApiCall)-[:TOOK]->(p:CallPath)
RETURN collect(DISTINCT c.id), collect(DISTINCT p.id)
