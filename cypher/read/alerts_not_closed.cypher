// question: Which alerts are not closed, and which paths did their evidence take?
// returns:  one row an alert: its properties, path ids
MATCH (a:Alert) WHERE a.status <> 'closed'
MATCH (a)-[:EVIDENCE]->(:ApiCall)-[:TOOK]->(p:CallPath)
RETURN properties(a), collect(DISTINCT p.id)
