// code:      SV-04
// kind:      policy
// basis:     path
// severity:  info
// title:     Service created or deleted
// technique: T1133
// on:        create,remove services
// needs:     level Metadata
// meaning:   A service came or went.
// triage:    What does it lead to?
// usual:     everyday work
p.ok
