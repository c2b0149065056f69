// code:      WL-12
// kind:      policy
// basis:     pod
// severity:  low
// title:     Runs as root by request
// technique: T1611
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// meaning:   A pod asks to run as user 0, or for no check of that.
// triage:    Does the image need it?
// usual:     old images
p.ok AND s.runs_as_root
