// question: Which of these whole hours have counters, in which version, and what is being folded?
// returns:  one row: generation, foldings begun, day being folded, latest day folded, hours, versions
OPTIONAL MATCH (w:Writer {name: 'graph'})
CALL (w) {
  MATCH (h:Hour) USING INDEX SEEK h:Hour(start, version)
  WHERE h.start >= $start AND h.start < $stop AND h.version IS NOT NULL
  RETURN collect(h.start) AS hours, collect(h.version) AS versions
}
RETURN w.generation, coalesce(w.folds, 0), w.folding, coalesce(w.folded_to, -1), hours, versions
