// question: How far was this source taken?
// returns:  position
MATCH (c:Checkpoint {source: $source}) RETURN c.position
