// question: Which alerts on these subjects are not closed?
// returns:  subject, properties
MATCH (a:Alert) WHERE a.subject IN $subjects AND a.status <> 'closed'
RETURN a.subject, properties(a)
