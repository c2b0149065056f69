// question: Which of these paths exist?
// returns:  key, id, first seen, last seen
MATCH (p:CallPath) WHERE p.key IN $keys
RETURN p.key, p.id, p.first_seen, p.last_seen
