// code:      RB-20
// kind:      policy
// basis:     call
// severity:  critical
// title:     System role changed or deleted
// technique: T1098.006
// on:        update,patch,remove roles,clusterroles
// needs:     level Metadata
// meaning:   A role of Kubernetes or its platform was changed: all who are bound to it have other rights now.
// triage:    Compare it with a fresh cluster's.
// usual:     upgrades by hand
// louder:    CASE WHEN p.ok THEN 'critical' ELSE 'high' END
// with:      {"names": "(system|eks|aks|gke):.*", "usual": ["system:coredns", "system:managed-certificate-controller"]}
(p.ok OR p.code = 403) AND c.name =~ $names AND NOT fits(c.name, $usual) AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
