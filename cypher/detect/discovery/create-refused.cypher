// code:      DE-04
// kind:      policy
// basis:     path
// severity:  low
// title:     Refused create
// technique: T1610
// on:        create *
// needs:     level Metadata
// meaning:   Somebody wanted to make what they may not.
// triage:    What else did they try?
// usual:     everyday mistakes
p.code = 403 AND p.who_kind IN ['person', 'serviceaccount']
