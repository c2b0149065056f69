// does:    Forgets which calls were dropped in hours whose calls are not kept.
// returns: nodes removed
MATCH (n:NoiseMarks) USING INDEX n:NoiseMarks(start) WHERE n.start < $until
WITH n LIMIT $limit
DELETE n
RETURN count(*)
