// question: How many calls did each noise rule drop in each of these hours?
// returns:  rule, hour, calls
// scope:    clusters
MATCH (n:NoiseHour) WHERE n.start >= $start AND n.start < $stop AND ($clusters IS NULL OR n.cluster IN $clusters)
RETURN n.rule, n.start, sum(n.calls) ORDER BY n.rule, n.start
