// does: Keeps who did what to graphsvc itself.
UNWIND $rows AS r
MERGE (a:Act {id: r.id})
ON CREATE SET a += r
