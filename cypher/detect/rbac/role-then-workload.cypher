// code:      RB-24
// kind:      sequence
// basis:     path
// severity:  high
// title:     RBAC change, then a workload by the same user
// technique: T1098.006, T1610
// on:        write roles,clusterroles; create,patch daemonsets,deployments,cronjobs
// needs:     level Metadata
// window:    5m
// steps:     rights, workload
// meaning:   Somebody wrote a role, and right after it a workload.
// triage:    Does the workload use the new rights?
// usual:     installation of add-ons by people
// by:        [p.cluster, p.who]
// step:      CASE WHEN p.resource IN ['roles', 'clusterroles'] THEN 'rights' ELSE 'workload' END
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND NOT 'system:masters' IN p.groups
