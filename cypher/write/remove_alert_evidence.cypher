// does:    Takes the oldest alerts off the calls they rest on.
// returns: relationships removed
MATCH (a:Alert)-[e:EVIDENCE]->() USING INDEX a:Alert(last_seen) WHERE a.last_seen < $until
WITH e LIMIT $limit
DELETE e
RETURN count(*)
