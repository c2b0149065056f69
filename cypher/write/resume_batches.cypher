// does:    Lets batches that were set aside wait again: a new start may be a new version.
// returns: how many there were
MATCH (b:Batch) WHERE b.id > 0 AND b.problem IS NOT NULL
SET b.problem = null
RETURN count(b)
