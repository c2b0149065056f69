// does:    Tells the oldest batch that waits for the detections, with those right behind it: of the same cluster, up to so
//          many calls in all, as long as nobody began with any of them. Until when somebody is at work on the oldest, too.
//          Run in the writer's turn: without it a batch that is taken away just then shows without its calls.
// returns: ids, cluster, learn, call ids, path ids, who is at work on it; nobody when that is over
MATCH (b:Batch) WHERE b.id > 0 AND b.problem IS NULL
WITH b ORDER BY b.id LIMIT 100
// Each is measured once, and by its numbers: the batches of a backlog are large, and its call ids are texts.
WITH collect(b) AS waiting, collect(size(b.paths)) AS sizes
WHERE size(waiting) > 0
WITH head(waiting) AS oldest, [n IN range(0, size(waiting) - 1)
  WHERE n = 0 OR reduce(calls = 0, more IN sizes[..n + 1] | calls + more) <= $calls
    AND all(w IN waiting[..n + 1]
      WHERE w.cluster = head(waiting).cluster AND w.learn = head(waiting).learn AND w.claimed_by IS NULL)
    | waiting[n]] AS together
RETURN [b IN together | b.id], oldest.cluster, oldest.learn,
       reduce(calls = [], b IN together | calls + b.calls), reduce(paths = [], b IN together | paths + b.paths),
       CASE WHEN oldest.claimed_until > timestamp() THEN oldest.claimed_by ELSE '' END
