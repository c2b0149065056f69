// does:    Removes what the oldest hours said of how whole the log is.
// returns: hours removed
MATCH (n:LogHour) USING INDEX n:LogHour(start) WHERE n.start < $until
WITH n LIMIT $limit
DELETE n
RETURN count(*)
