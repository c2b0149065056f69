// question: The newest calls before this id, newest first.
// returns:  one row: ids, path ids, object names, commands
MATCH (c:ApiCall) WHERE c.id >= $oldest AND c.id < $before
WITH c ORDER BY c.id DESC LIMIT $limit
MATCH (c)-[:TOOK]->(p:CallPath)
WITH c, p ORDER BY c.id DESC
RETURN collect(c.id), collect(p.id), collect(coalesce(c.name, '')), collect(coalesce(c.command, ''))
