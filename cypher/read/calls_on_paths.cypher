// question: How many calls took these paths since this hour, or this day? Hours of a folded day count with their day.
// returns:  one row: calls
// scope:    paths
CALL () {
  MATCH (h:PathHour) WHERE h.path IN $paths AND h.start >= $hour
  RETURN coalesce(sum(h.calls), 0) AS open
}
CALL (open) {
  MATCH (d:PathDay) WHERE d.path IN $paths AND d.day >= $day
  RETURN coalesce(sum(d.calls), 0) AS folded
}
RETURN open + folded
