// question: How many records could not be read?
// returns:  records
// scope:    clusters
MATCH (r:Rejected) WHERE $clusters IS NULL OR r.cluster IN $clusters
RETURN count(r)
