// does:    Takes hours out of what readers count, before their counters go.
// returns: hours removed
MATCH (h:Hour) USING INDEX h:Hour(start) WHERE h.start < $until
WITH h LIMIT $limit
DELETE h
RETURN count(*)
