// does: Remembers at which times calls were put whose own times could not be.
UNWIND $rows AS r
MERGE (s:SkewedCall {cluster: $cluster, hash: r[0]})
ON CREATE SET s.time = r[1]
