// does: Says that counters of this day may lie in its sums.
MATCH (w:Writer {name: 'graph'}) WHERE $day > coalesce(w.folded_to, -1)
SET w.folded_to = $day
