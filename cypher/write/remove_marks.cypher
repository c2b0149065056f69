// does:    Forgets the oldest marks of thresholds, sequences and habits.
// returns: marks removed
MATCH (m:Mark) WHERE m.last_seen < $until
WITH m LIMIT $limit
DELETE m
RETURN count(*)
