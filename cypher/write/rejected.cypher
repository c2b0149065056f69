// does: Keeps records that could not be read.
UNWIND $rows AS r
MERGE (x:Rejected {id: r.id})
ON CREATE SET x += r, x.written = timestamp()
