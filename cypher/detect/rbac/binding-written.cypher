// code:      RB-04
// kind:      policy
// basis:     path
// severity:  low
// title:     Any binding created, changed or deleted
// technique: T1098.006
// on:        write,remove clusterrolebindings,rolebindings
// needs:     level Metadata
// under:     RB-01, RB-02, RB-06, RB-07, RB-09
// meaning:   Rights were given or taken.
// triage:    Who are the subjects, and which role?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
