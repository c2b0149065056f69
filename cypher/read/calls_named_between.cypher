// question: What do the calls between these ids name, whatever their paths?
// returns:  one row: ids, times, path ids, lists of object names, commands, and properties when the calls are wanted whole
// scope:    paths
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id >= $oldest AND c.id < $newest
MATCH (c)-[:TOOK]->(p:CallPath)
RETURN collect(c.id), collect(c.time), collect(p.id), collect(coalesce(c.names, [coalesce(c.name, '')])),
       collect(coalesce(c.command, '')), collect(CASE WHEN $whole THEN properties(c) END)
