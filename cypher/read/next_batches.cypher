// question: Which batches have the detections not looked at yet, oldest first?
// returns:  id, cluster, learn, call ids, path ids
MATCH (b:Batch) WHERE b.id > $after
WITH b ORDER BY b.id LIMIT $limit
RETURN b.id, b.cluster, b.learn, b.calls, b.paths
