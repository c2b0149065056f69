// question: How are the detections?
// returns:  slug, failures, problem, stopped
MATCH (d:Detection) RETURN d.slug, d.failures, d.problem, d.stopped
