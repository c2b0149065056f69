// question: How are the detections?
// returns:  slug, failures, problem, since when, when it is tried again
// scope:    service
MATCH (d:Detection) RETURN d.slug, d.failures, d.problem, coalesce(d.since, 0), coalesce(d.next_try, 0)
