// code:      OR-07
// kind:      policy
// basis:     path
// severity:  low
// title:     Break-glass or default admin used
// technique: T1078.001
// on:        * *
// needs:     level Metadata
// habit:     info
// meaning:   The account was used that may do everything, and that nobody can take rights from.
// triage:    Who used it, and why not an account of their own?
// usual:     small clusters, emergencies
// louder:    CASE WHEN p.network = 'external' THEN 'medium' ELSE 'low' END
// with:      {"users": ["admin", "kubernetes-admin", "kubernetes-super-admin", "minikube-user", "system:admin", "clusterAdmin", "docker-for-desktop"]}
p.ok AND NOT p.who_kind IN ['controlplane', 'platform', 'node'] AND (p.user IN $users OR 'system:masters' IN p.groups)
