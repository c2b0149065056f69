// question: Which records after this place could not be read, newest first?
// returns:  id, cluster, source, line, reason, text, place in the archive, when it was kept
// scope:    clusters
MATCH (r:Rejected) USING INDEX r:Rejected(written)
// `<>`: with `<` two ranges of the index would be read, and all of both.
WHERE r.written <= $written AND (r.written <> $written OR [r.cluster, r.source, r.line, r.id] > $place)
  AND ($clusters IS NULL OR r.cluster IN $clusters)
RETURN r.id, r.cluster, r.source, r.line, r.reason, r.raw, coalesce(r.archive, ''), r.written
ORDER BY r.written DESC, r.cluster, r.source, r.line, r.id SKIP $skip LIMIT $limit
