// does: Draws the literal path: an edge between each dimension of a path and the next one it has. An absent dimension is
//       skipped, never a shared node. Edges say only that the pair was seen, and when.
UNWIND $rows AS r
MATCH (p:CallPath {id: r[0]})
OPTIONAL MATCH (p)-[:FROM_IP]->(d1)
OPTIONAL MATCH (p)-[:IN_GROUPS]->(d2)
OPTIONAL MATCH (p)-[:AS_CLOUD_USER]->(d3)
OPTIONAL MATCH (p)-[:AS_USER]->(d4)
OPTIONAL MATCH (p)-[:IMPERSONATING]->(d5)
OPTIONAL MATCH (p)-[:ON]->(d6)
OPTIONAL MATCH (p)-[:DID]->(d7)
OPTIONAL MATCH (p)-[:GOT]->(d8)
WITH r, [d IN [d1, d2, d3, d4, d5, d6, d7, d8] WHERE d IS NOT NULL] AS steps
UNWIND range(0, size(steps) - 2) AS i
WITH steps[i] AS a, steps[i + 1] AS b, min(r[1]) AS first, max(r[2]) AS last
MERGE (a)-[h:HOP]->(b)
ON CREATE SET h.first_seen = first, h.last_seen = last
ON MATCH SET h.first_seen = CASE WHEN first < h.first_seen THEN first ELSE h.first_seen END,
             h.last_seen = CASE WHEN last > h.last_seen THEN last ELSE h.last_seen END
