// question: Which calls came after this one, up to that one, oldest first? A slice of the past for a detection that looks back.
// returns:  one row: ids, path ids
// scope:    service
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id > $after AND c.id < $stop
WITH c ORDER BY c.id LIMIT $limit
MATCH (c)-[:TOOK]->(p:CallPath)
RETURN collect(c.id), collect(p.id)
