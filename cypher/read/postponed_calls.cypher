// question: How many calls wait for each detection that cannot be asked?
// returns:  detection, calls
// scope:    service
MATCH (n:Postponed)
RETURN n.detection, sum(size(n.calls))
