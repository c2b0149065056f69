// does: Says who is at work on batches, and for how many milliseconds nobody else is to begin with them.
MATCH (b:Batch) WHERE b.id IN $ids
SET b.claimed_by = $claimant, b.claimed_until = timestamp() + $lease
