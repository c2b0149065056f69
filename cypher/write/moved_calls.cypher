// does: Leads calls to another path, when a later stage tells of another status than the first one did.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r[0]})-[old:TOOK]->()
MATCH (p:CallPath {id: r[1]})
DELETE old
CREATE (c)-[:TOOK]->(p)
