// does: Keeps what writes submitted, as :RoleRules nodes with plain properties; never secret values.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r.call})
CREATE (c)-[:SUBMITTED]->(s:RoleRules)
SET s = r.properties
