// does: Records which credential a call handed out.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r.call})
MERGE (k:Credential {id: r.id})
SET k.last_seen = CASE WHEN r.time > coalesce(k.last_seen, 0) THEN r.time ELSE k.last_seen END
MERGE (c)-[:ISSUED]->(k)
