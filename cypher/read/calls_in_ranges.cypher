// question: What do the newest calls of these paths name, in each of these ranges of ids? Paths null: of all paths.
// returns:  one row: ids, path ids, lists of object names, commands, and properties when the calls are wanted whole
// scope:    paths
UNWIND $ranges AS range
CALL (range) {
  MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id >= range[0] AND c.id < range[1]
  MATCH (c)-[:TOOK]->(p:CallPath) WHERE $paths IS NULL OR p.id IN $paths
  RETURN c, p ORDER BY c.id DESC LIMIT $limit
}
WITH c, p ORDER BY c.id DESC LIMIT $limit
RETURN collect(c.id), collect(p.id), collect(coalesce(c.names, [coalesce(c.name, '')])),
       collect(coalesce(c.command, '')), collect(CASE WHEN $whole THEN properties(c) END)
