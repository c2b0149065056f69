// question: How far were these sources taken?
// returns:  source, position
// scope:    service
MATCH (c:Checkpoint) WHERE c.source IN $sources
RETURN c.source, c.position
