// does:    Forgets the oldest credentials.
// returns: credentials removed
MATCH (k:Credential) WHERE k.first_seen < $until
WITH k LIMIT $limit
DETACH DELETE k
RETURN count(*)
