// does:    Removes what was done to graphsvc itself the longest time ago.
// returns: acts removed
MATCH (a:Act) USING INDEX a:Act(time) WHERE a.time < $until
WITH a LIMIT $limit
DELETE a
RETURN count(*)
