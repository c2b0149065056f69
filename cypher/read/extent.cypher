// question: When were the first and the last call stored?
// returns:  first time, last time
MATCH (c:ApiCall) WHERE c.id >= ''
WITH c ORDER BY c.id LIMIT 1
WITH c.time AS first
MATCH (d:ApiCall) WHERE d.id >= ''
WITH first, d ORDER BY d.id DESC LIMIT 1
RETURN first, d.time
