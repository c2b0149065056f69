// question: Since when is each cluster heard of?
// returns:  name, first seen
MATCH (c:Cluster) RETURN c.name, c.first_seen
