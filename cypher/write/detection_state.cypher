// does: Keeps the state of a detection: how often it failed in a row, why, since when, and when it is tried again.
MERGE (d:Detection {slug: $slug})
SET d.failures = $failures, d.problem = $problem, d.since = $since, d.next_try = $next_try
