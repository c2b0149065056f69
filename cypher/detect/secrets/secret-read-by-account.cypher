// code:      SE-08
// kind:      policy
// basis:     path
// severity:  low
// title:     Secret read by a service account
// technique: T1552.007
// on:        get,list secrets
// needs:     level Metadata
// meaning:   A program read secrets through the API server rather than by having them mounted.
// triage:    Does it need to?
// usual:     operators
// with:      {"operators": ["system:serviceaccount:cert-manager:*", "system:serviceaccount:argocd:*", "system:serviceaccount:flux-system:*", "system:serviceaccount:external-secrets:*"]}
p.ok AND p.who_kind = 'serviceaccount' AND p.network <> 'loopback' AND NOT fits(p.who, $operators)
