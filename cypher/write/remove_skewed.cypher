// does:    Forgets which calls had impossible times, when they are not kept.
// returns: nodes removed
MATCH (s:SkewedCall) USING INDEX s:SkewedCall(time) WHERE s.time < $until
WITH s LIMIT $limit
DELETE s
RETURN count(*)
