// code:      WL-25
// kind:      policy
// basis:     path
// severity:  info
// title:     Deployment created
// technique: T1610
// on:        create deployments
// needs:     level Metadata
// meaning:   A deployment was made.
// triage:    Which image does it run?
// usual:     everyday work
p.ok
