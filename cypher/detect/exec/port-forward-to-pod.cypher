// code:      EX-03
// kind:      policy
// severity:  low
// title:     Port-forward to a pod
// technique: T1572
// on:        create,get pods/portforward
// needs:     level Metadata
// meaning:   Somebody opened a tunnel to a pod's port through the API server. Which port is not in the log, nor what went through.
// triage:    Which service listens in that pod? Could the caller have reached it another way?
// usual:     developers reaching databases and dashboards
MATCH (p:CallPath)
WHERE p.id IN $paths AND p.code < 400
RETURN p.id AS path
