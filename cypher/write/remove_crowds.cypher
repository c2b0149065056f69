// does:    Forgets what hours brought whose counters are gone.
// returns: nodes removed
MATCH (c:Crowd) USING INDEX c:Crowd(start) WHERE c.start < $until
WITH c LIMIT $limit
DELETE c
RETURN count(*)
