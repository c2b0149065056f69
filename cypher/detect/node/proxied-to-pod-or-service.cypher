// code:      PX-01
// kind:      policy
// basis:     path
// severity:  low
// title:     Pod or service reached through the API server
// technique: T1090
// on:        * pods/proxy,services/proxy
// needs:     level Metadata
// meaning:   Somebody talks to a pod or service through the API server, past network policies.
// triage:    What listens there?
// usual:     dashboards
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
