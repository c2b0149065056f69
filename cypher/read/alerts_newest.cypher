// question: The alerts before this one, newest first, of these states, severities and kinds, in these clusters.
// returns:  one row an alert: its properties
MATCH (a:Alert)
WHERE ($before_time IS NULL OR a.last_seen < $before_time OR (a.last_seen = $before_time AND a.id < $before_id))
  AND ($statuses IS NULL OR a.status IN $statuses)
  AND ($severities IS NULL OR a.severity IN $severities)
  AND ($kinds IS NULL OR a.kind IN $kinds)
  AND ($clusters IS NULL OR a.cluster IN $clusters)
WITH a ORDER BY a.last_seen DESC, a.id DESC LIMIT $limit
RETURN properties(a)
