// question: What do these hours of this cluster say so far of how whole the log is?
// returns:  hour, properties
MATCH (n:LogHour) WHERE n.cluster = $cluster AND n.start IN $hours
RETURN n.start, properties(n)
