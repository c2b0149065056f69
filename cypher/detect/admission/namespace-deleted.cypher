// code:      AD-06
// kind:      policy
// basis:     path
// severity:  medium
// title:     Namespace deleted
// technique: T1485
// on:        remove namespaces
// needs:     level Metadata
// habit:     low
// meaning:   A namespace was removed, with everything in it.
// triage:    Was that wanted?
// usual:     tidying up, test environments
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
