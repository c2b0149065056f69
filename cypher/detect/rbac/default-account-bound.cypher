// code:      RB-07
// kind:      policy
// basis:     binding
// severity:  high
// title:     Powerful role bound to a default service account
// technique: T1098.006
// on:        write clusterrolebindings,rolebindings
// needs:     level Request
// meaning:   Every pod of the namespace that names no account of its own was given the role.
// triage:    Which pods run there?
// usual:     quick set-ups
// with:      {"roles": ["admin", "cluster-admin", "edit"]}
p.ok AND s.role IN $roles AND any(subject IN s.subjects WHERE subject STARTS WITH 'ServiceAccount ' AND subject ENDS WITH ':default')
