// does:    Forgets that calls of paths told of details, and details that no path tells of any more.
// returns: relationships removed
MATCH ()-[t:TOLD]->(d) USING INDEX t:TOLD(last_seen) WHERE t.last_seen < $until
WITH t, d LIMIT $limit
DELETE t
WITH d, count(*) AS gone
WITH d, gone, EXISTS { (d)<-[:TOLD]-() } AS told
FOREACH (x IN CASE WHEN told THEN [] ELSE [d] END | DELETE x)
RETURN coalesce(sum(gone), 0)
