// does:    Moves counters of a day from its hours into its sums. Any part of them may move: readers add up both.
// returns: hourly counters moved
MATCH (h:PathHour) USING INDEX SEEK h:PathHour(start, path, calls, errors)
WHERE h.start >= $day * 24 AND h.start < ($day + 1) * 24
  AND h.path IS NOT NULL AND h.calls IS NOT NULL AND h.errors IS NOT NULL
WITH h ORDER BY h.path LIMIT $limit
WITH h.path AS path, collect(h) AS moved
MERGE (d:PathDay {path: path, day: $day})
ON CREATE SET d.calls = 0, d.errors = 0, d.hours = [hour IN range(0, 23) | 0]
SET d.calls = reduce(n = d.calls, h IN moved | n + h.calls),
    d.errors = reduce(n = d.errors, h IN moved | n + h.errors),
    d.hours = [hour IN range(0, 23) |
      reduce(n = d.hours[hour], h IN moved | n + CASE WHEN h.start = $day * 24 + hour THEN h.calls ELSE 0 END)]
FOREACH (h IN moved | DELETE h)
RETURN coalesce(sum(size(moved)), 0)
