// question: Which of these whole hours have counters, with which fingerprints, and up to which day are counters folded?
// returns:  one row: latest day folded, hours, versions
// scope:    paths
OPTIONAL MATCH (w:Writer {name: 'graph'})
CALL (w) {
  MATCH (h:Hour) USING INDEX SEEK h:Hour(start, version)
  WHERE h.start >= $start AND h.start < $stop AND h.version IS NOT NULL
  RETURN collect(h.start) AS hours, collect(h.version) AS versions
}
RETURN coalesce(w.folded_to, -1), hours, versions
