// question: The alerts before this one, newest first, of these states, severities and kinds, in these clusters.
// returns:  one row an alert: its properties
// scope:    clusters and namespaces
MATCH (a:Alert) USING INDEX a:Alert(last_seen)
// Lists: with an OR two ranges of the index would be read, and all of both.
WHERE a.last_seen <= $before_time AND [a.last_seen, a.id] < [$before_time, $before_id]
  AND ($statuses IS NULL OR a.status IN $statuses)
  AND ($severities IS NULL OR a.severity IN $severities)
  AND ($kinds IS NULL OR a.kind IN $kinds)
  AND ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
WITH a ORDER BY a.last_seen DESC, a.id DESC LIMIT $limit
RETURN properties(a)
