// does:    Takes a batch away. Whoever takes it first, in the transaction that holds what it gave rise to, is the one who looked at it.
// returns: 1 row when it was still there
MATCH (b:Batch {id: $id})
WITH b, b.id AS id
DELETE b
RETURN id
