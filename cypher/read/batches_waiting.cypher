// question: How many batches wait for the detections?
// returns:  batches
MATCH (b:Batch) RETURN count(b)
