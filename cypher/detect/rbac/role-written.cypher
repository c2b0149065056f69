// code:      RB-21
// kind:      policy
// basis:     path
// severity:  info
// title:     Role created or deleted
// technique: T1098.006
// on:        create,delete roles,clusterroles
// needs:     level Metadata
// meaning:   A role came or went.
// triage:    Who is bound to it?
// usual:     everyday work
p.ok
