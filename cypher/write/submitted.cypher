// does: Keeps what writes asked for, and what they became, as nodes with plain properties; never secret values.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r.call})
CREATE (c)-[:$(r.type)]->(s:$(r.label))
SET s = r.properties
FOREACH (properties IN r.containers | CREATE (s)-[:RUNS]->(k:Container) SET k = properties)
