// question: When were these tuples seen last?
// returns:  key, last seen
MATCH (s:Sighting) WHERE s.key IN $keys
RETURN s.key, s.last_seen
