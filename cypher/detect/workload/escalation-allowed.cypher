// code:      WL-11
// kind:      policy
// basis:     pod
// severity:  low
// title:     Privilege escalation allowed
// technique: T1611
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// meaning:   A container asks that its processes may gain more rights than their parent.
// triage:    Is it set on purpose?
// usual:     images that change users as they start
p.ok AND s.allows_escalation
