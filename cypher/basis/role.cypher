// question: What do the conditions say of what calls submitted as :RoleRules? `on` are the numbers of those that want to know.
// returns:  id, and of each condition that holds its number and what it says besides
UNWIND $asked AS a
MATCH (c:ApiCall {id: a.id})-[:TOOK]->(p:CallPath)
MATCH (c)-[:SUBMITTED]->(s:RoleRules)
WITH c, [hit IN [/* conditions */] WHERE hit IS NOT NULL] AS hits
WHERE size(hits) > 0
RETURN c.id AS id, hits
