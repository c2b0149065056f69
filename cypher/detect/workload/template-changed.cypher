// code:      WL-26
// kind:      policy
// basis:     pod
// severity:  low
// title:     Running workload's template changed
// technique: T1610, T1525
// on:        update,patch deployments,daemonsets,statefulsets
// needs:     level Request
// meaning:   The containers of a running workload were written anew: a sidecar or another image comes in this way.
// triage:    Compare the images with what is in version control.
// usual:     every deployment
p.ok AND size(s.images) > 0 AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
