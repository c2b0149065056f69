// question: Which records could not be read?
// returns:  source, line, reason, text, cluster
MATCH (r:Rejected) WHERE $cluster IS NULL OR r.cluster = $cluster
RETURN r.source, r.line, r.reason, r.raw, r.cluster ORDER BY r.cluster, r.source, r.line LIMIT $limit
