// does: Records which credential calls of a path were made with, with the first of them.
UNWIND $rows AS r
MATCH (p:CallPath {id: r.path})
MERGE (k:Credential {id: r.id}) ON CREATE SET k.first_seen = r.time
MERGE (p)-[u:USED]->(k) ON CREATE SET u.call = r.call, u.time = r.time
