// question: What do the calls of these paths between these ids name? For terms that only a call itself can answer.
// returns:  one row: ids, times, path ids, object names, commands
MATCH (p:CallPath) WHERE p.id IN $paths
MATCH (p)<-[:TOOK]-(c:ApiCall) WHERE c.id >= $oldest AND c.id < $newest
RETURN collect(c.id), collect(c.time), collect(p.id), collect(coalesce(c.name, '')), collect(coalesce(c.command, ''))
