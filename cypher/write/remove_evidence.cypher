// does:    Removes the oldest calls with what they submitted, whatever rests on them.
// returns: calls removed
MATCH (c:ApiCall) WHERE c.id < $until
WITH c ORDER BY c.id LIMIT $limit
WITH c, [(c)-[:SUBMITTED|BECAME]->(s) | s] + [(c)-[:SUBMITTED|BECAME]->()-[:RUNS]->(k) | k] AS submitted
WITH collect(c) AS calls, collect(submitted) AS submitted
FOREACH (c IN calls | DETACH DELETE c)
FOREACH (s IN submitted | FOREACH (x IN s | DETACH DELETE x))
RETURN size(calls)
