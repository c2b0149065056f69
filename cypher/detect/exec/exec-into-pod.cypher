// code:      EX-01
// kind:      policy
// basis:     path
// severity:  medium
// title:     Exec into a pod
// technique: T1609
// on:        create,get pods/exec
// needs:     level Metadata
// under:     EX-04, EX-07, EX-08, EX-09, EX-10, EX-11, EX-13, EX-14, GR-04
// habit:     low
// meaning:   Somebody ran a command in a container through the API server. Over WebSocket the verb is get, over SPDY create.
// triage:    Read the command. Is this person known to work on this workload, from this address? What did they do before and after?
// usual:     debugging by developers and on-call engineers; deployment tools that run migrations
p.ok
