// question: What does the newest evidence of these alerts name, and which paths did it take?
// returns:  alert id, call ids, path ids, lists of object names, commands, and properties when the calls are wanted whole
// scope:    clusters and namespaces
MATCH (a:Alert) WHERE a.id IN $ids AND ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
CALL (a) {
  MATCH (a)-[:EVIDENCE]->(c:ApiCall)
  WITH c ORDER BY c.id DESC LIMIT $limit
  MATCH (c)-[:TOOK]->(p:CallPath)
  RETURN collect(c.id) AS ids, collect(p.id) AS paths,
         collect(coalesce(c.names, [coalesce(c.name, '')])) AS names,
         collect(coalesce(c.command, '')) AS commands, collect(CASE WHEN $whole THEN properties(c) END) AS told
}
RETURN a.id, ids, paths, names, commands, told
