// does:    Removes the oldest hourly counters.
// returns: counters removed
MATCH (h:PathHour) USING INDEX SEEK h:PathHour(start, path, calls, errors)
WHERE h.start < $until AND h.path IS NOT NULL AND h.calls IS NOT NULL AND h.errors IS NOT NULL
WITH h LIMIT $limit
DELETE h
RETURN count(*)
