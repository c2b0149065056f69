// does: Counts dropped calls by rule and hour.
UNWIND $rows AS r
MERGE (n:NoiseHour {cluster: $cluster, start: r[0], rule: r[1]})
ON CREATE SET n.calls = r[2]
ON MATCH SET n.calls = n.calls + r[2]
