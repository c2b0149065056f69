// code:      AD-04
// kind:      policy
// basis:     path
// severity:  info
// title:     Namespace created
// technique: T1578
// on:        create namespaces
// needs:     level Metadata
// meaning:   A namespace was made.
// triage:    Whose is it?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
