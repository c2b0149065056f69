// does: Widens the time that the cluster was heard of in.
MERGE (c:Cluster {name: $cluster})
ON CREATE SET c.first_seen = $first, c.last_seen = $last
ON MATCH SET c.first_seen = CASE WHEN $first < c.first_seen THEN $first ELSE c.first_seen END,
             c.last_seen = CASE WHEN $last > c.last_seen THEN $last ELSE c.last_seen END
