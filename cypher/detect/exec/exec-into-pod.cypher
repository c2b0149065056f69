// code:      EX-01
// kind:      policy
// severity:  medium
// title:     Exec into a pod
// technique: T1609
// on:        create,get pods/exec
// needs:     level Metadata
// meaning:   Somebody ran a command in a container through the API server. Over WebSocket the verb is get, over SPDY create.
// triage:    Read the command. Is this person known to work on this workload, from this address? What did they do before and after?
// usual:     debugging by developers and on-call engineers; deployment tools that run migrations
MATCH (p:CallPath)
WHERE p.id IN $paths AND p.code < 400
RETURN p.id AS path
