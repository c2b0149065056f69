// does:    Raises the time from which calls are kept. It never goes back: what was removed does not return.
// returns: calls kept from
MATCH (w:Writer {name: 'graph'})
SET w.calls_from = CASE WHEN $moment > coalesce(w.calls_from, 0) THEN $moment ELSE coalesce(w.calls_from, 0) END
RETURN w.calls_from
