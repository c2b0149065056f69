// does:    Removes the oldest calls with what they submitted, but for those that an alert rests on.
// returns: calls removed, calls looked at, id of the latest of them
MATCH (c:ApiCall) WHERE c.id > $after AND c.id < $until
WITH c, c.id AS id ORDER BY id LIMIT $limit
WITH c, id, [(c)-[:SUBMITTED|BECAME]->(s) | s] + [(c)-[:SUBMITTED|BECAME]->()-[:RUNS]->(k) | k] AS submitted, EXISTS { (c)<-[:EVIDENCE]-() } AS kept
WITH count(*) AS looked, max(id) AS latest, collect(CASE WHEN kept THEN null ELSE c END) AS calls,
     collect(CASE WHEN kept THEN [] ELSE submitted END) AS submitted
FOREACH (c IN calls | DETACH DELETE c)
FOREACH (s IN submitted | FOREACH (x IN s | DETACH DELETE x))
RETURN size(calls), looked, latest
