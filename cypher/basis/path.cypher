// question: What do the conditions say of these paths? `on` are the numbers of those that want to know.
// returns:  id, and of each condition that holds its number and what it says besides
UNWIND $asked AS a
UNWIND a.ids AS id
MATCH (p:CallPath {id: id})
USING INDEX p:CallPath(id)
WITH p, [hit IN [/* conditions */] WHERE hit IS NOT NULL] AS hits
WHERE size(hits) > 0
RETURN p.id AS id, hits
