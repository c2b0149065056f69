// does: Widens the time that the cluster was heard of in.
MERGE (c:Cluster {name: $cluster})
SET c.first_seen = CASE WHEN $first < coalesce(c.first_seen, $first + 1) THEN $first ELSE c.first_seen END,
    c.last_seen = CASE WHEN $last > coalesce(c.last_seen, $last - 1) THEN $last ELSE c.last_seen END
