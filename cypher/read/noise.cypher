// question: How many calls did each noise rule drop in these hours?
// returns:  rule, calls
MATCH (n:NoiseHour) WHERE n.start >= $start AND n.start < $stop AND ($clusters IS NULL OR n.cluster IN $clusters)
RETURN n.rule, sum(n.calls) AS calls ORDER BY calls DESC, n.rule
