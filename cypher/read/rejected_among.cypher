// question: Which of these records that could not be read are kept?
// returns:  record ids
// scope:    service
MATCH (r:Rejected) WHERE r.id IN $ids
RETURN collect(r.id)
