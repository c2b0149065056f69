// question: Which calls wait for this detection longest?
// returns:  properties of the oldest, or nothing
MATCH (n:Postponed) WHERE n.detection = $detection
RETURN properties(n) ORDER BY n.id LIMIT 1
