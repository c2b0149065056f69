// code:      IM-03
// kind:      policy
// basis:     path
// severity:  high
// title:     Secret read while impersonating
// technique: T1552.007
// on:        get,list,watch secrets
// needs:     level Metadata
// meaning:   Somebody read secrets under another name.
// triage:    Which secrets, and who is behind the caller?
// usual:     proxies that log people in
// with:      {"proxies": ["system:serviceaccount:cattle-*:*", "system:serviceaccount:pinniped-*:*", "system:serviceaccount:teleport*:*", "system:serviceaccount:kube-oidc-proxy:*"]}
p.ok AND p.impersonated_user <> '' AND NOT fits(p.user, $proxies)
