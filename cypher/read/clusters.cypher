// question: Which clusters were heard of, and when?
// returns:  name, first seen, last seen
MATCH (c:Cluster) RETURN c.name, c.first_seen, c.last_seen ORDER BY c.name
