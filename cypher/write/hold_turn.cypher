// does:    Locks the writer's node, so that nobody writes meanwhile, and what was written before is visible as a whole.
// returns: day that is being folded (null: none), latest day that was ever folded, calls kept from, calls looked at up to
MATCH (w:Writer {name: 'graph'})
SET w.turns = w.turns
RETURN w.folding, coalesce(w.folded_to, -1), coalesce(w.calls_from, 0), coalesce(w.looked_to, '')
