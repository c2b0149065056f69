// code:      EV-03
// kind:      policy
// basis:     path
// severity:  low
// title:     Deployment deleted
// technique: T1489
// on:        remove deployments
// needs:     level Metadata
// meaning:   A running service was removed.
// triage:    Was that wanted?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
