// question: Which calls wait for this detection longest?
// returns:  properties of the oldest, or nothing
// scope:    service
MATCH (n:Postponed) USING INDEX n:Postponed(detection, id) WHERE n.detection = $detection AND n.id > ''
RETURN properties(n) ORDER BY n.id LIMIT 1
