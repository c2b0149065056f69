// question: What did the logs of these clusters show of how they are written, and when last?
// returns:  cluster, facts: `verb resource` or empty, fact, when last
// scope:    clusters
MATCH (n:LogFact) WHERE $clusters IS NULL OR n.cluster IN $clusters
RETURN n.cluster, collect([n.of, n.fact, n.last_seen])
