// question: When was the newest call, and what time is it for the database?
// returns:  milliseconds since 1970, twice; the first is null without calls
// scope:    service
OPTIONAL MATCH (c:ApiCall) WHERE c.id >= ''
WITH c ORDER BY c.id DESC LIMIT 1
RETURN c.time, timestamp()
