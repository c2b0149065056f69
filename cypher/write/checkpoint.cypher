// does: Keeps how far a source was taken, in the transaction that holds what was taken.
MERGE (c:Checkpoint {source: $source})
SET c.position = $position
