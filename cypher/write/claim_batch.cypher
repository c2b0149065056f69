// does: Says who is at work on a batch, and for how many milliseconds nobody else is to begin with it.
MATCH (b:Batch {id: $id})
SET b.claimed_by = $claimant, b.claimed_until = timestamp() + $lease
