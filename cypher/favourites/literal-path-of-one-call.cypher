// The literal path of execs: source IP, group, cloud user, user, resource, action, status
// Change the action's name to see another one; each row is one path that really happened.
MATCH (p:CallPath {action: 'exec'})
WITH p ORDER BY p.last_seen DESC LIMIT 10
OPTIONAL MATCH (p)-[:FROM_IP]->(d1)
OPTIONAL MATCH (p)-[:IN_GROUPS]->(d2)
OPTIONAL MATCH (p)-[:AS_CLOUD_USER]->(d3)
OPTIONAL MATCH (p)-[:AS_USER]->(d4)
OPTIONAL MATCH (p)-[:IMPERSONATING]->(d5)
OPTIONAL MATCH (p)-[:ON]->(d6)
OPTIONAL MATCH (p)-[:DID]->(d7)
OPTIONAL MATCH (p)-[:GOT]->(d8)
WITH [d IN [d1, d2, d3, d4, d5, d6, d7, d8] WHERE d IS NOT NULL] AS steps
UNWIND range(0, size(steps) - 2) AS i
WITH steps[i] AS a, steps[i + 1] AS b
MATCH hop = (a)-[:HOP]->(b)
RETURN DISTINCT hop
