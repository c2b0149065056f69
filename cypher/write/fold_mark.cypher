// does: Says which day is about to be folded, before anything of it moves; null: none.
MATCH (w:Writer {name: 'graph'})
SET w.folds = coalesce(w.folds, 0) + 1, w.folding = $day,
    w.folded_to = CASE WHEN $day > coalesce(w.folded_to, -1) THEN $day ELSE coalesce(w.folded_to, -1) END
