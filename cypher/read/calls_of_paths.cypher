// question: What do the calls of these paths between these ids name? For terms that only a call itself can answer.
// returns:  one row: ids, times, path ids, lists of object names, commands, and properties when the calls are wanted whole
// scope:    paths
MATCH (p:CallPath) USING INDEX SEEK p:CallPath(id) WHERE p.id IN $paths
CALL (p) {
  MATCH (p)<-[:TOOK]-(c:ApiCall) WHERE c.id >= $oldest AND c.id < $newest
  RETURN c
}
RETURN collect(c.id), collect(c.time), collect(p.id), collect(coalesce(c.names, [coalesce(c.name, '')])),
       collect(coalesce(c.command, '')), collect(CASE WHEN $whole THEN properties(c) END)
