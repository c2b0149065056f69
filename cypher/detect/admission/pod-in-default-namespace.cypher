// code:      AD-10
// kind:      policy
// basis:     path
// severity:  info
// title:     Pod created in the default namespace
// technique: T1610
// on:        create pods
// needs:     level Metadata
// meaning:   A pod of its own was made where things land that nobody thought about.
// triage:    What does it run?
// usual:     trying things out
p.ok AND p.namespace = 'default' AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
