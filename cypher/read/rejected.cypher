// question: Which records after this place could not be read, by cluster, source and line?
// returns:  id, cluster, source, line, reason, text, place in the archive, when it was kept
// scope:    clusters
MATCH (r:Rejected)
WHERE [r.cluster, r.source, r.line, r.id] > $place AND ($clusters IS NULL OR r.cluster IN $clusters)
RETURN r.id, r.cluster, r.source, r.line, r.reason, r.raw, coalesce(r.archive, ''), coalesce(r.written, 0)
ORDER BY r.cluster, r.source, r.line, r.id SKIP $skip LIMIT $limit
