// does: Takes batches away, all of them or none. Whoever takes them first, in the transaction that holds what they gave rise
//       to, is the one who looked at them.
// returns: 1 row when all were still there
MATCH (b:Batch) WHERE b.id IN $ids
WITH collect(b) AS found
WHERE size(found) = size($ids)
FOREACH (b IN found | DELETE b)
RETURN size(found)
