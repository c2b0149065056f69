// does: Records which credential a call handed out.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r.call})
MERGE (k:Credential {id: r.id}) ON CREATE SET k.first_seen = r.time
MERGE (c)-[:ISSUED]->(k)
