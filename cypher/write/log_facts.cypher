// does: Keeps what calls show of how their cluster's log is written.
UNWIND $rows AS r
MERGE (n:LogFact {cluster: $cluster, of: r[0], fact: r[1]})
ON CREATE SET n.first_seen = r[2], n.last_seen = r[3]
ON MATCH SET n.first_seen = CASE WHEN r[2] < n.first_seen THEN r[2] ELSE n.first_seen END,
             n.last_seen = CASE WHEN r[3] > n.last_seen THEN r[3] ELSE n.last_seen END
