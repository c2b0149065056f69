// does:    Removes paths that nothing rests on any more, values of columns that no path has any more, and groups that no
//          group set includes any more.
// returns: paths removed
MATCH (p:CallPath) USING INDEX p:CallPath(last_seen) WHERE p.last_seen < $until
  AND NOT EXISTS { (p)<-[:TOOK]-() } AND NOT EXISTS { (p)-[:TOUCHED|RAN]->() }
WITH p LIMIT $limit
MATCH (p)-[:FROM_IP|IN_GROUPS|AS_CLOUD_USER|AS_USER|IMPERSONATING|ON|DID|GOT]->(d)
WITH collect(DISTINCT p) AS paths, collect(DISTINCT d) AS values
FOREACH (p IN paths | DETACH DELETE p)
WITH size(paths) AS gone, values
UNWIND values AS d
WITH gone, d, EXISTS { (d)<-[:FROM_IP|IN_GROUPS|AS_CLOUD_USER|AS_USER|IMPERSONATING|ON|DID|GOT]-() } AS needed
WITH gone, collect(CASE WHEN needed THEN null ELSE d END) AS values
CALL (values) {
  UNWIND values AS d
  MATCH (d)-[:INCLUDES]->(g)
  RETURN collect(DISTINCT g) AS groups
}
FOREACH (d IN values | DETACH DELETE d)
WITH gone, groups
CALL (groups) {
  UNWIND groups AS g
  WITH g WHERE NOT EXISTS { (g)<-[:INCLUDES]-() }
  DELETE g
}
RETURN gone
