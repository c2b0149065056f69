// does:    Removes records that could not be read, those that came first.
// returns: records removed
MATCH (r:Rejected) USING INDEX r:Rejected(written) WHERE r.written < $until
WITH r LIMIT $limit
DELETE r
RETURN count(*)
