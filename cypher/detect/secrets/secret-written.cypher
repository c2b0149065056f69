// code:      SE-12
// kind:      policy
// basis:     path
// severity:  low
// title:     Secret created, changed or deleted
// technique: T1098, T1485
// on:        write,remove secrets
// needs:     level Metadata
// meaning:   A secret was written or removed.
// triage:    Which one, and who reads it?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
