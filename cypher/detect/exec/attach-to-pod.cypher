// code:      EX-02
// kind:      policy
// basis:     path
// severity:  medium
// title:     Attach to a pod
// technique: T1609
// on:        create,get pods/attach
// needs:     level Metadata
// meaning:   Somebody attached to the main process of a container through the API server, and can read and type into it.
// triage:    Does this person work on this workload? What did they do before and after?
// usual:     debugging by developers
p.ok
