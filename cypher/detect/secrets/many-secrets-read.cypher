// code:      SE-05
// kind:      threshold
// basis:     call
// severity:  high
// title:     Many secrets read in a short time
// technique: T1552.007
// on:        get,list,watch secrets
// needs:     level Metadata
// window:    10m
// at_least:  5
// meaning:   One caller asked for many different secrets in a short time, whatever the answer.
// triage:    Which of them does this caller need?
// usual:     secret-sync controllers, backup operators
// by:        [p.cluster, p.who, p.source_ip]
// of:        p.namespace + '/' + coalesce(c.name, '*')
// with:      {"exempt": ["system:serviceaccount:external-secrets:*", "system:serviceaccount:cert-manager:*", "system:serviceaccount:argocd:*", "system:serviceaccount:flux-system:*", "system:serviceaccount:velero:*"]}
p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND NOT coalesce(c.name, '') STARTS WITH 'sh.helm.release.' AND NOT fits(p.who, $exempt)
