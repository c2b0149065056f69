// question: At which times were these calls put, whose own times could not be?
// returns:  hash of the call, time
MATCH (s:SkewedCall) WHERE s.cluster = $cluster AND s.hash IN $hashes
RETURN s.hash, s.time
