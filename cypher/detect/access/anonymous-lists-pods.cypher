// code:      AN-04
// kind:      policy
// basis:     path
// severity:  medium
// title:     Anonymous lists pods
// technique: T1613
// on:        list pods
// needs:     level Metadata
// meaning:   A caller without any identity asked what runs.
// triage:    Is the API server reachable from the internet?
// usual:     scanners
p.who_kind = 'anonymous'
