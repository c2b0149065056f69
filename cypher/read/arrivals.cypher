// question: In which minutes since this hour did something of each cluster come as it happened?
// returns:  cluster, hour, minutes of it
// scope:    service
MATCH (n:LogHour) WHERE n.start >= $start AND n.arrivals IS NOT NULL
RETURN n.cluster, n.start, n.arrivals ORDER BY n.start
