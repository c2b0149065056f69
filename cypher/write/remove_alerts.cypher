// does:    Removes the oldest alerts that rest on no call any more.
// returns: alerts removed
MATCH (a:Alert) USING INDEX a:Alert(last_seen) WHERE a.last_seen < $until AND NOT EXISTS { (a)-[:EVIDENCE]->() }
WITH a LIMIT $limit
DETACH DELETE a
RETURN count(*)
