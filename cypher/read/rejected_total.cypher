// question: How many records could not be read?
// returns:  records
MATCH (r:Rejected) WHERE $clusters IS NULL OR r.cluster IN $clusters
RETURN count(r)
