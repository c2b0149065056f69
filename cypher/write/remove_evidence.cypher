// does:    Removes the oldest calls with what they submitted, whatever rests on them.
// returns: calls removed
MATCH (c:ApiCall) WHERE c.id < $until
WITH c ORDER BY c.id LIMIT $limit
OPTIONAL MATCH (c)-[:SUBMITTED]->(s)
WITH collect(DISTINCT c) AS calls, collect(s) AS submitted
FOREACH (c IN calls | DETACH DELETE c)
FOREACH (s IN submitted | DETACH DELETE s)
RETURN size(calls)
