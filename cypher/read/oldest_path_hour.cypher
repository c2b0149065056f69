// question: Which hour has the oldest counters that are not folded into days?
// returns:  hour
// scope:    service
MATCH (h:PathHour) USING INDEX SEEK h:PathHour(start, path, calls, errors)
WHERE h.start >= 0 AND h.path IS NOT NULL AND h.calls IS NOT NULL AND h.errors IS NOT NULL
RETURN h.start ORDER BY h.start LIMIT 1
