// does: Completes calls of which a later stage came: an exec that ended, a watch that closed.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r.id})
SET c += r.properties
