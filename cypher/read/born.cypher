// question: When was this graph begun?
// returns:  milliseconds, 0 when it is not told
// scope:    service
OPTIONAL MATCH (m:__Migration)
RETURN coalesce(min(m.applied), 0)
