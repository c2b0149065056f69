// does:    Tells the oldest batch that waits for the detections, and until when somebody is at work on it. Run in the
//          writer's turn: without it a batch that is taken away just then shows without its calls.
// returns: id, cluster, learn, call ids, path ids, who is at work on it; nobody when that is over
MATCH (b:Batch) WHERE b.id > 0 AND b.problem IS NULL
WITH b ORDER BY b.id LIMIT 1
RETURN b.id, b.cluster, b.learn, b.calls, b.paths,
       CASE WHEN b.claimed_until > timestamp() THEN b.claimed_by ELSE '' END
