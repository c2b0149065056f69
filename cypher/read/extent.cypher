// question: From when to when is anything counted? Where calls are not kept any more, counters reach further back.
//           Both ends are looked up by themselves: the index has them in order, and one of each is enough.
// returns:  first time, last time; no row when there are no calls
// scope:    service
OPTIONAL MATCH (w:Writer {name: 'graph'})
WITH coalesce(w.calls_from, 0) AS kept
CALL (kept) {
  MATCH (c:ApiCall) WHERE c.id >= '' AND c.time >= kept
  RETURN c.time AS call ORDER BY c.id LIMIT 1
}
CALL (kept) {
  OPTIONAL MATCH (h:Hour) WHERE h.start < kept / 3600000
  RETURN h.start * 3600000 AS counter ORDER BY h.start LIMIT 1
}
CALL () {
  MATCH (d:ApiCall) WHERE d.id >= ''
  RETURN d.time AS last ORDER BY d.id DESC LIMIT 1
}
RETURN coalesce(counter, call), last
