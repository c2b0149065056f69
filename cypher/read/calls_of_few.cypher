// question: What do the newest calls of these paths between these ids name? Told only when the paths have few calls in
//           all: a path does not know its calls by time, so each of them is looked at.
// returns:  one row: are there few, ids, path ids, lists of object names, commands, and properties when the calls are wanted whole
// scope:    paths
MATCH (p:CallPath) USING INDEX SEEK p:CallPath(id) WHERE p.id IN $paths
WITH collect(p) AS paths, sum(COUNT { (p)<-[:TOOK]-() }) <= $most AS few
CALL (paths, few) {
  UNWIND CASE WHEN few THEN paths ELSE [] END AS p
  MATCH (p)<-[:TOOK]-(c:ApiCall) WHERE c.id >= $oldest AND c.id < $newest
  WITH c, p ORDER BY c.id DESC LIMIT $limit
  RETURN collect(c.id) AS ids, collect(p.id) AS taken,
         collect(coalesce(c.names, [coalesce(c.name, '')])) AS names,
         collect(coalesce(c.command, '')) AS commands, collect(CASE WHEN $whole THEN properties(c) END) AS calls
}
RETURN few, ids, taken, names, commands, calls
