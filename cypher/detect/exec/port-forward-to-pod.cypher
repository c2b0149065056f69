// code:      EX-03
// kind:      policy
// basis:     path
// severity:  low
// title:     Port-forward to a pod
// technique: T1572
// on:        create,get pods/portforward
// needs:     level Metadata
// meaning:   Somebody opened a tunnel to a pod's port through the API server. Which port is not in the log, nor what went through.
// triage:    Which service listens in that pod? Could the caller have reached it another way?
// louder:    CASE p.network WHEN 'external' THEN 'medium' ELSE 'low' END
// usual:     developers reaching databases and dashboards
p.ok
