// question: How far was this source taken?
// returns:  position
// scope:    service
MATCH (c:Checkpoint {source: $source}) RETURN c.position
