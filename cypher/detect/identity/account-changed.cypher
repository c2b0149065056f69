// code:      SA-03
// kind:      policy
// basis:     path
// severity:  info
// title:     Service account changed or deleted
// technique: T1531
// on:        update,patch,delete serviceaccounts
// needs:     level Metadata
// meaning:   An account for programs was changed or removed.
// triage:    What does it carry now: secrets, a cloud role?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
