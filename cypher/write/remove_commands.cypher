// does:    Forgets that paths ran command lines, and lines that no path runs any more.
// returns: relationships removed
MATCH ()-[r:RAN]->(c) USING INDEX r:RAN(last_seen) WHERE r.last_seen < $until
WITH r, c LIMIT $limit
DELETE r
WITH c, count(*) AS gone
WITH c, gone, EXISTS { (c)<-[:RAN]-() } AS ran
FOREACH (x IN CASE WHEN ran THEN [] ELSE [c] END | DELETE x)
RETURN coalesce(sum(gone), 0)
