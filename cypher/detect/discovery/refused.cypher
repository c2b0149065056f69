// code:      DE-01
// kind:      policy
// basis:     path
// severity:  info
// title:     Unauthorised or forbidden
// technique: T1613
// on:        * *
// needs:     level Metadata
// meaning:   A request was turned away.
// triage:    What else did this caller try?
// usual:     everyday mistakes
p.code IN [401, 403]
