// code:      WL-29
// kind:      policy
// basis:     pod
// severity:  high
// title:     Pod runs under a controller's account
// technique: T1078.001
// on:        create pods
// needs:     level Request
// meaning:   A pod in kube-system carries a service account of a controller of the control plane, which has great rights and needs no pod.
// triage:    Which image does it run? Stop it until that is known.
// usual:     add-ons whose account happens to be named so
p.ok AND p.namespace = 'kube-system' AND s.service_account ENDS WITH 'controller' AND p.who_kind = 'person'
