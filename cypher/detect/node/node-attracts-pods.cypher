// code:      NO-04
// kind:      policy
// basis:     body
// severity:  medium
// title:     Labels or taints of a node changed by hand
// technique: T1578
// on:        update,patch nodes
// needs:     level Request
// habit:     low
// meaning:   Where pods run was changed: they can be led to a node that somebody holds.
// triage:    Which pods moved?
// usual:     maintenance
p.ok AND p.who_kind IN ['person', 'anonymous'] AND any(leaf IN s.leaves WHERE leaf STARTS WITH 'metadata.labels.' OR leaf STARTS WITH 'spec.taints')
