// question: What do the conditions say of these calls? `on` are the numbers of those that want to know.
// returns:  id, and of each condition that holds its number and what it says besides
UNWIND $asked AS a
UNWIND a.ids AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p)
USING INDEX c:ApiCall(id)
WITH c, [hit IN [/* conditions */] WHERE hit IS NOT NULL] AS hits
WHERE size(hits) > 0
RETURN c.id AS id, hits
