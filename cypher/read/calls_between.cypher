// question: Which paths did the calls between these ids take? For pieces of hours, which have no counters.
// returns:  one row: call times, path ids
// scope:    paths
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id >= $oldest AND c.id < $newest
MATCH (c)-[:TOOK]->(p:CallPath)
RETURN collect(c.time), collect(p.id)
