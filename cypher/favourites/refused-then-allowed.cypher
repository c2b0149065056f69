// Refused on a resource first, allowed on it later: the same user, another path
MATCH (u:User)<-[:AS_USER]-(refused:CallPath)-[:ON]->(r:Resource)<-[:ON]-(allowed:CallPath)-[:AS_USER]->(u)
WHERE refused.code = 403 AND allowed.code < 400 AND refused.verb = allowed.verb AND allowed.first_seen > refused.first_seen
RETURN u.cluster AS cluster, u.name AS user, refused.action AS action, r.name AS resource,
       datetime({epochMillis: refused.first_seen}) AS refused_at, datetime({epochMillis: allowed.first_seen}) AS allowed_at
ORDER BY allowed_at DESC LIMIT 100
