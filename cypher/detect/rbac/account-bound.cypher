// code:      RB-08
// kind:      policy
// basis:     binding
// severity:  info
// title:     Binding whose subject is a service account
// technique: T1098.006
// on:        write clusterrolebindings,rolebindings
// needs:     level Request
// meaning:   A program was given rights.
// triage:    Which role, in reach of what?
// usual:     installation of add-ons
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND any(subject IN s.subjects WHERE subject STARTS WITH 'ServiceAccount ')
