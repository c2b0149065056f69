// question: Which of these whole hours have counters, and in which version?
// returns:  one row: hours, versions
MATCH (h:Hour) USING INDEX SEEK h:Hour(start, version)
WHERE h.start >= $start AND h.start < $stop AND h.version IS NOT NULL
RETURN collect(h.start), collect(h.version)
