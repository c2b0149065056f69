// does: Says that something went which writers remember, so that they forget.
MATCH (w:Writer {name: 'graph'})
SET w.removals = coalesce(w.removals, 0) + 1
