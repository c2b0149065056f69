// question: How often was each path taken between these hours, as far as that is not folded? From the covering index alone.
// returns:  one row: path ids, hours, calls
// scope:    paths
MATCH (h:PathHour) USING INDEX SEEK h:PathHour(start, path, calls, errors)
WHERE h.start >= $start AND h.start < $stop AND h.path IS NOT NULL AND h.calls IS NOT NULL AND h.errors IS NOT NULL
RETURN collect(h.path), collect(h.start), collect(h.calls)
