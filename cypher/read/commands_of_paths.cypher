// question: Which command lines were run on these paths, latest first?
// returns:  path id, command lines
MATCH (p:CallPath)-[r:RAN]->(c:Command) USING INDEX SEEK p:CallPath(id) WHERE p.id IN $paths
WITH p, c ORDER BY r.last_seen DESC
RETURN p.id, collect(c.line)[..20]
