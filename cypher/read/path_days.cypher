// question: How often was each path taken on these days? Answered from the covering index alone.
// returns:  one row: path ids, days, calls
// scope:    paths
MATCH (d:PathDay) USING INDEX SEEK d:PathDay(day, path, calls, errors)
WHERE d.day >= $start AND d.day < $stop AND d.path IS NOT NULL AND d.calls IS NOT NULL AND d.errors IS NOT NULL
RETURN collect(d.path), collect(d.day), collect(d.calls)
