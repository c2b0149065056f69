// does: Keeps what hours of a cluster's log say of how whole it is.
UNWIND $rows AS r
MERGE (n:LogHour {cluster: $cluster, start: r[0]})
SET n += r[1]
