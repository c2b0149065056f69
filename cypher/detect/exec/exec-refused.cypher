// code:      EX-06
// kind:      policy
// basis:     path
// severity:  low
// title:     Exec, attach or port-forward tried and refused
// technique: T1609
// on:        create,get pods/exec,pods/attach,pods/portforward
// needs:     level Metadata
// meaning:   Somebody without the right to it wanted into a pod.
// triage:    What else was this caller refused, and what was allowed later?
// usual:     developers who try the wrong cluster
p.code = 403
