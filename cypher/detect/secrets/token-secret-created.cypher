// code:      SE-13
// kind:      policy
// basis:     body
// severity:  medium
// title:     Long-lived token secret created
// technique: T1098, T1528
// on:        create secrets
// needs:     level Request
// meaning:   A secret was made that Kubernetes fills with a token which never ends.
// triage:    Whose token? Why not a token request?
// usual:     old CI systems
p.ok AND 'type=kubernetes.io/service-account-token' IN s.leaves AND p.who_kind <> 'controlplane'
