// code:      IM-01
// kind:      policy
// basis:     path
// severity:  medium
// title:     Impersonated request went through
// technique: T1078.004, T1134
// on:        * *
// needs:     level Metadata
// under:     IM-02, IM-03
// habit:     low
// meaning:   Somebody acted as somebody else.
// triage:    Who may do so, and why? Read what was done under the other name.
// usual:     proxies that log people in
// louder:    CASE WHEN p.resource ENDS WITH 'reviews' THEN 'low' ELSE 'medium' END
// with:      {"proxies": ["system:serviceaccount:cattle-*:*", "system:serviceaccount:pinniped-*:*", "system:serviceaccount:teleport*:*", "system:serviceaccount:azure-arc:*", "system:serviceaccount:kube-oidc-proxy:*"]}
p.ok AND p.impersonated_user <> '' AND NOT fits(p.user, $proxies)
