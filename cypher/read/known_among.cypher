// question: Which of these calls are stored?
// returns:  call ids
MATCH (c:ApiCall) WHERE c.id IN $ids
RETURN collect(c.id)
