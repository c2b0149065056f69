// question: Which clusters were heard of, and when?
// returns:  name, first seen, last seen
// scope:    clusters
MATCH (c:Cluster) WHERE $clusters IS NULL OR c.name IN $clusters
RETURN c.name, c.first_seen, c.last_seen ORDER BY c.name
