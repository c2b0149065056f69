// does:    Locks the writer's node, so that nobody writes meanwhile, and what was written before is visible as a whole.
//          By a constant: what is read to be set again is read before the lock, and would take back the latest turn.
// returns: calls looked at up to; no row before anything was written
MATCH (w:Writer {name: 'graph'})
SET w.held = true
RETURN coalesce(w.looked_to, '')
