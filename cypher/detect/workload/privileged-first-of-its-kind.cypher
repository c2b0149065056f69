// code:      WL-02
// kind:      anomaly
// basis:     pod
// severity:  high
// title:     Privileged workload, first of its kind
// technique: T1610, T1611
// on:        write pods,pods/ephemeralcontainers,workloads
// needs:     level Request
// window:    90d
// meaning:   Somebody runs a privileged image in a namespace for the first time in the window.
// triage:    Who wrote the template?
// usual:     installation of node agents
// seen:      [repository IN s.repositories | [p.who, repository, p.namespace]]
p.ok AND s.privileged
