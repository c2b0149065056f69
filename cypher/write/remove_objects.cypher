// does:    Forgets that paths touched objects, and objects that no path touches any more.
// returns: relationships removed
MATCH ()-[t:TOUCHED]->(o) USING INDEX t:TOUCHED(last_seen) WHERE t.last_seen < $until
WITH t, o LIMIT $limit
DELETE t
WITH o, count(*) AS gone
WITH o, gone, EXISTS { (o)<-[:TOUCHED]-() } AS touched
FOREACH (x IN CASE WHEN touched THEN [] ELSE [o] END | DETACH DELETE x)
RETURN coalesce(sum(gone), 0)
