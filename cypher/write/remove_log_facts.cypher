// does:    Removes what logs have not shown for the longest time.
// returns: facts removed
MATCH (n:LogFact) USING INDEX n:LogFact(last_seen) WHERE n.last_seen < $until
WITH n LIMIT $limit
DELETE n
RETURN count(*)
