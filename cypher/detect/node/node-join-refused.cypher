// code:      NO-03
// kind:      policy
// basis:     path
// severity:  medium
// title:     Unknown node tried to join
// technique: T1078
// on:        create nodes
// needs:     level Metadata
// meaning:   Somebody without the right to it wanted to be a node.
// triage:    From which address?
// usual:     nodes with wrong credentials
p.code IN [401, 403]
