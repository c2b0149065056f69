// question: Who did what to graphsvc itself, before this moment, newest first?
// returns:  one row an act: its properties
// scope:    service
MATCH (a:Act) USING INDEX a:Act(time)
WHERE a.time <= $before_time AND [a.time, a.id] < [$before_time, $before_id]
WITH a ORDER BY a.time DESC, a.id DESC LIMIT $limit
RETURN properties(a)
