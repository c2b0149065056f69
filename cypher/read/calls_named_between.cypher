// question: What do the calls between these ids name, whatever their paths?
// returns:  one row: ids, times, path ids, object names a line each, commands, and properties when the calls are wanted whole
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id >= $oldest AND c.id < $newest
MATCH (c)-[:TOOK]->(p:CallPath)
RETURN collect(c.id), collect(c.time), collect(p.id), collect(CASE WHEN c.names IS NULL THEN coalesce(c.name, '') ELSE reduce(all = '', n IN c.names | all + n + '\n') END), collect(coalesce(c.command, '')),
       collect(CASE WHEN $whole THEN properties(c) END)
