// question: From when to when is anything counted? Where calls are not kept any more, counters reach further back.
// returns:  first time, last time
OPTIONAL MATCH (w:Writer {name: 'graph'})
WITH coalesce(w.calls_from, 0) AS kept
MATCH (c:ApiCall) WHERE c.id >= '' AND c.time >= kept
WITH kept, c ORDER BY c.id LIMIT 1
OPTIONAL MATCH (h:Hour) WHERE h.start < kept / 3600000
WITH c.time AS call, min(h.start) * 3600000 AS counter
MATCH (d:ApiCall) WHERE d.id >= ''
WITH call, counter, d ORDER BY d.id DESC LIMIT 1
RETURN coalesce(counter, call), d.time
