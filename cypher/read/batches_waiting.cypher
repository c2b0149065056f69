// question: What waits for the detections?
// returns:  batches that wait, when the oldest of them was written (milliseconds; 0: none waits), batches set aside
// scope:    service
MATCH (b:Batch)
WITH count(CASE WHEN b.problem IS NULL THEN 1 END) AS waiting, count(b.problem) AS aside,
     min(CASE WHEN b.problem IS NULL THEN b.written END) AS oldest
RETURN waiting, coalesce(oldest, 0), aside
