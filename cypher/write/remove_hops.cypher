// does:    Removes edges between values that were not seen together for longest.
// returns: relationships removed
MATCH ()-[h:HOP]->() USING INDEX h:HOP(last_seen) WHERE h.last_seen < $until
WITH h LIMIT $limit
DELETE h
RETURN count(*)
