// code:      RB-23
// kind:      policy
// basis:     path
// severity:  low
// title:     Service account writes RBAC
// technique: T1098.006
// on:        write,remove rbac
// needs:     level Metadata
// meaning:   A program gives or takes rights.
// triage:    Is it an operator that does so? Whose token was it?
// usual:     operators that manage their own rights
// with:      {"operators": ["system:serviceaccount:olm:*", "system:serviceaccount:openshift-*:*"]}
p.ok AND p.who_kind = 'serviceaccount' AND NOT fits(p.who, $operators)
