// does: Sets batches aside that the detections cannot look at, so that the ones behind them are.
MATCH (b:Batch) WHERE b.id IN $ids
SET b.problem = $problem, b.claimed_until = 0
