// does: Records which credential calls of a path were made with, with the first of them.
UNWIND $rows AS r
MATCH (p:CallPath {id: r.path})
MERGE (k:Credential {id: r.id})
SET k.last_seen = CASE WHEN r.time > coalesce(k.last_seen, 0) THEN r.time ELSE k.last_seen END
MERGE (p)-[u:USED]->(k) ON CREATE SET u.call = r.call, u.time = r.time
