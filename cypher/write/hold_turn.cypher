// does:    Locks the writer's node, so that nobody writes meanwhile, and what was written before is visible as a whole.
// returns: calls looked at up to; no row before anything was written
MATCH (w:Writer {name: 'graph'})
SET w.turns = w.turns
RETURN coalesce(w.looked_to, '')
