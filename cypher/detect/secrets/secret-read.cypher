// code:      SE-01
// kind:      policy
// basis:     path
// severity:  info
// title:     Secret read
// technique: T1552.007
// on:        get,list secrets
// needs:     level Metadata
// meaning:   Somebody read a secret.
// triage:    Does the caller need it?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
