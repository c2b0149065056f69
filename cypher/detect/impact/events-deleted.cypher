// code:      EV-01
// kind:      policy
// basis:     path
// severity:  medium
// title:     Kubernetes events deleted
// technique: T1070
// on:        remove events
// needs:     level Metadata
// habit:     low
// meaning:   Traces of what happened in the cluster were removed.
// triage:    What happened there before?
// usual:     tidying up
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
