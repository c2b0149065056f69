// question: How many alerts did each detection raise?
// returns:  slug, alerts
MATCH (a:Alert) RETURN a.detection, count(a)
