// question: What do the calls between these ids name, whatever their paths?
// returns:  one row: ids, times, path ids, object names, commands
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id >= $oldest AND c.id < $newest
MATCH (c)-[:TOOK]->(p:CallPath)
RETURN collect(c.id), collect(c.time), collect(p.id), collect(coalesce(c.name, '')), collect(coalesce(c.command, ''))
