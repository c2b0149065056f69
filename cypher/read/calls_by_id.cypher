// question: What is stored of these calls?
// returns:  one row: properties of each call, path ids
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id IN $ids
MATCH (c)-[:TOOK]->(p:CallPath)
RETURN collect(properties(c)), collect(p.id)
