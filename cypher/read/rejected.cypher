// question: Which records could not be read?
// returns:  id, cluster, source, line, reason, text, place in the archive
MATCH (r:Rejected) WHERE $clusters IS NULL OR r.cluster IN $clusters
RETURN r.id, r.cluster, r.source, r.line, r.reason, r.raw, coalesce(r.archive, '')
ORDER BY r.cluster, r.source, r.line, r.id SKIP $skip LIMIT $limit
