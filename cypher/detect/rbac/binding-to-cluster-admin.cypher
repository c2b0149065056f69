// code:      RB-01
// kind:      policy
// basis:     binding
// severity:  high
// title:     Binding to cluster-admin created
// technique: T1098.006
// on:        write clusterrolebindings,rolebindings
// needs:     level Request
// meaning:   Somebody was given all rights in the cluster, or added to those who have them, or (by a role binding) in a namespace.
// triage:    Who are the subjects? Did the caller have these rights already, and is the change in version control?
// usual:     set-up of a cluster
p.ok AND s.role = 'cluster-admin' AND NOT p.who_kind IN ['controlplane', 'platform']
