// does:    Removes the oldest daily counters.
// returns: counters removed
MATCH (d:PathDay) USING INDEX SEEK d:PathDay(day, path, calls, errors)
WHERE d.day < $until AND d.path IS NOT NULL AND d.calls IS NOT NULL AND d.errors IS NOT NULL
WITH d LIMIT $limit
DELETE d
RETURN count(*)
