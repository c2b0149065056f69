// question: Who is at work on the oldest batch that waits for the detections?
// returns:  name; empty when nobody is, or the batch is just being taken away; no row when none waits
// scope:    service
MATCH (b:Batch) WHERE b.id > 0 AND b.problem IS NULL
WITH b ORDER BY b.id LIMIT 1
RETURN CASE WHEN b.claimed_until > timestamp() THEN coalesce(b.claimed_by, '') ELSE '' END
