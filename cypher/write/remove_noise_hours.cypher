// does:    Removes the oldest counters of noise.
// returns: counters removed
MATCH (n:NoiseHour) USING INDEX n:NoiseHour(start) WHERE n.start < $until
WITH n LIMIT $limit
DELETE n
RETURN count(*)
