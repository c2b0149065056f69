// question: How many calls took these paths, at all times?
// returns:  one row: calls
MATCH (h:PathHour) WHERE h.path IN $paths AND h.start >= 0
RETURN coalesce(sum(h.calls), 0)
