// question: What is known of these alerts?
// returns:  one row an alert: its properties
MATCH (a:Alert) WHERE a.id IN $ids
RETURN properties(a)
