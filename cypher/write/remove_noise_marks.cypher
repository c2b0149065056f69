// does:    Forgets which calls were dropped in hours whose calls are not kept. Lines without a time have no hour.
// returns: nodes removed
MATCH (n:NoiseMarks) USING INDEX n:NoiseMarks(start) WHERE n.start > 0 AND n.start < $until
WITH n LIMIT $limit
DELETE n
RETURN count(*)
