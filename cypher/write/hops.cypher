// does: Draws the literal path: an edge between each dimension of a path and the next one it has. An absent dimension is
//       skipped, never a shared node. Edges say only that the pair was seen, and when.
UNWIND $rows AS r
MATCH (p:CallPath {id: r[0]})-[column:FROM_IP|IN_GROUPS|AS_CLOUD_USER|AS_USER|IMPERSONATING|ON|DID|GOT]->(d)
WITH r, d, CASE type(column)
  WHEN 'FROM_IP' THEN 1 WHEN 'IN_GROUPS' THEN 2 WHEN 'AS_CLOUD_USER' THEN 3 WHEN 'AS_USER' THEN 4
  WHEN 'IMPERSONATING' THEN 5 WHEN 'ON' THEN 6 WHEN 'DID' THEN 7 ELSE 8 END AS place
ORDER BY place
WITH r, collect(d) AS steps
UNWIND range(0, size(steps) - 2) AS i
WITH steps[i] AS a, steps[i + 1] AS b, min(r[1]) AS first, max(r[2]) AS last
MERGE (a)-[h:HOP]->(b)
ON CREATE SET h.first_seen = first, h.last_seen = last
ON MATCH SET h.first_seen = CASE WHEN first < h.first_seen THEN first ELSE h.first_seen END,
             h.last_seen = CASE WHEN last > h.last_seen THEN last ELSE h.last_seen END
