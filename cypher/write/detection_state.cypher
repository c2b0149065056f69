// does: Keeps the state of a detection: how often it failed in a row, why, and whether it was stopped for that.
MERGE (d:Detection {slug: $slug})
SET d.failures = $failures, d.problem = $problem, d.stopped = $stopped
