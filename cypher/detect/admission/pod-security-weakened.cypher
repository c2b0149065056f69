// code:      AD-15
// kind:      policy
// basis:     body
// severity:  high
// title:     Pod Security of a namespace weakened
// technique: T1562.001
// on:        update,patch namespaces
// needs:     level Request
// meaning:   From now on the namespace takes pods that may do anything on their node.
// triage:    Which pods came since?
// usual:     namespaces of node agents
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND any(leaf IN s.leaves WHERE leaf = 'metadata.labels.pod-security.kubernetes.io/enforce=privileged')
