// does: Sets a batch aside that the detections cannot look at, so that the ones behind it are.
MATCH (b:Batch {id: $id})
SET b.problem = $problem, b.claimed_until = 0
