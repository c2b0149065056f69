// question: Which of these calls are stored?
// returns:  call ids
// scope:    service
MATCH (c:ApiCall) WHERE c.id IN $ids
RETURN collect(c.id)
