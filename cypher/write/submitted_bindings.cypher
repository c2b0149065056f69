// does: Keeps what writes submitted, as :Binding nodes with plain properties; never secret values.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r.call})
CREATE (c)-[:SUBMITTED]->(s:Binding)
SET s = r.properties
