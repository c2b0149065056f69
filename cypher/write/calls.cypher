// does: Creates calls, grouped by path so that each path is looked up once a batch.
UNWIND $groups AS g
MATCH (p:CallPath {id: g[0]})
UNWIND g[1] AS properties
CREATE (c:ApiCall)
SET c = properties
CREATE (c)-[:TOOK]->(p)
