// question: What is stored of these calls?
// returns:  one row a call: its properties, path id
MATCH (c:ApiCall) WHERE c.id IN $ids
MATCH (c)-[:TOOK]->(p:CallPath)
RETURN properties(c), p.id
