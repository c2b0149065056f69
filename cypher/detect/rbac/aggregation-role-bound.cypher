// code:      RB-09
// kind:      policy
// basis:     binding
// severity:  high
// title:     Binding to the role-aggregation controller's role
// technique: T1098.006
// on:        write clusterrolebindings,rolebindings
// needs:     level Request
// meaning:   That role may escalate: whoever has it has all rights.
// triage:    Who are the subjects?
// usual:     none
p.ok AND s.role = 'system:controller:clusterrole-aggregation-controller' AND NOT p.who_kind IN ['controlplane', 'platform']
