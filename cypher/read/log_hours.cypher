// question: What do these hours say of how whole the logs of these clusters are?
// returns:  cluster, hours: start, heartbeats, lost, late, unended
// scope:    clusters
MATCH (n:LogHour) WHERE n.start >= $start AND n.start < $stop AND ($clusters IS NULL OR n.cluster IN $clusters)
RETURN n.cluster, collect([n.start, coalesce(n.heartbeats, []), coalesce(n.lost, []), coalesce(n.late, 0),
                           coalesce(n.unended, 0)])
