// code:      WL-31
// kind:      policy
// basis:     body
// severity:  medium
// title:     Persistent volume on a host path
// technique: T1611
// on:        write persistentvolumes
// needs:     level Request
// meaning:   A volume is a folder of a node: a claim gets a pod to it past the rules on host paths.
// triage:    Which folder?
// usual:     test clusters
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND any(leaf IN s.leaves WHERE leaf STARTS WITH 'spec.hostPath.path=')
