// does: Keeps what hours of a cluster brought: see graphsvc/domain/crowd.py.
UNWIND $rows AS r
MERGE (c:Crowd {cluster: $cluster, start: r[0]})
SET c += r[1]
