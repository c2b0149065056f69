// code:      SA-12
// kind:      policy
// basis:     path
// severity:  high
// title:     Trust bundle changed
// technique: T1553.004
// on:        write,remove clustertrustbundles
// needs:     level Metadata
// meaning:   Whose certificates programs of the cluster believe was changed.
// triage:    Which certificate was added?
// usual:     rotation of one's own authority
p.ok AND p.who_kind IN ['person', 'anonymous']
