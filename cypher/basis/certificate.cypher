// question: What do the conditions say of what calls submitted as :CertificateRequest? `on` are the numbers of those that want to know.
// returns:  id, and of each condition that holds its number and what it says besides
UNWIND $asked AS a
UNWIND a.ids AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p)
USING INDEX c:ApiCall(id)
// labels(): a plan made while there are few such nodes would begin with all of them, ever after.
MATCH (c)-[:SUBMITTED]->(s)
WHERE 'CertificateRequest' IN labels(s)
WITH c, [hit IN [/* conditions */] WHERE hit IS NOT NULL] AS hits
WHERE size(hits) > 0
RETURN c.id AS id, hits
