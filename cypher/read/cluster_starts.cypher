// question: Since when is each cluster heard of?
// returns:  name, first seen
// scope:    service
MATCH (c:Cluster) RETURN c.name, c.first_seen
