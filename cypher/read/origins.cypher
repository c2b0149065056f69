// question: How often did it turn out that paths come from elsewhere than was thought?
// returns:  a number that grows
// scope:    service
MATCH (w:Writer {name: 'graph'})
RETURN coalesce(w.origins, 0)
