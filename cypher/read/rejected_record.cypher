// question: Which record that could not be read has this id?
// returns:  id, cluster, source, line, reason, text, place in the archive, when it was kept
// scope:    clusters
MATCH (r:Rejected {id: $id}) WHERE $clusters IS NULL OR r.cluster IN $clusters
RETURN r.id, r.cluster, r.source, r.line, r.reason, r.raw, coalesce(r.archive, ''), coalesce(r.written, 0)
