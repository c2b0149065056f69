// does: Keeps what writes submitted, as :PodSpec nodes with plain properties; never secret values.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r.call})
CREATE (c)-[:SUBMITTED]->(s:PodSpec)
SET s = r.properties
