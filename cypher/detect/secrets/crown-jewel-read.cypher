// code:      SE-15
// kind:      policy
// basis:     call
// severity:  high
// title:     A named crown-jewel secret read
// technique: T1552.007
// on:        get secrets
// needs:     level Metadata
// meaning:   Somebody read a secret that opens everything.
// triage:    Why, and what was done with it since?
// usual:     emergencies
// with:      {"names": ["kubeadmin", "kubeadmin-*", "argocd-initial-admin-secret", "sealed-secrets-key*", "cluster-admin*", "etcd-*", "*-ca-key-pair", "vault-unseal*"]}
p.ok AND fits(c.name, $names) AND p.who_kind IN ['person', 'anonymous']
