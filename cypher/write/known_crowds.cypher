// question: What did these hours of a cluster bring so far?
// returns:  hour, counts
MATCH (c:Crowd) WHERE c.cluster = $cluster AND c.start IN $hours
RETURN c.start, {refused: c.refused, paths: c.paths, objects: c.objects, folded: c.folded}
