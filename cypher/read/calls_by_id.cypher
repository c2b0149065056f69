// question: What is stored of these calls?
// returns:  one row: properties of each call, path ids
// scope:    clusters and namespaces
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id IN $ids
MATCH (c)-[:TOOK]->(p:CallPath)
WHERE ($clusters IS NULL OR p.cluster IN $clusters) AND ($namespaces IS NULL OR p.namespace IN $namespaces)
RETURN collect(properties(c)), collect(p.id)
