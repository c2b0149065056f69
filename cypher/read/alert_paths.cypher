// question: Which paths did the evidence of these alerts take?
// returns:  alert id, path ids
MATCH (a:Alert) WHERE a.id IN $ids
MATCH (a)-[:EVIDENCE]->(:ApiCall)-[:TOOK]->(p:CallPath)
RETURN a.id, collect(DISTINCT p.id)
