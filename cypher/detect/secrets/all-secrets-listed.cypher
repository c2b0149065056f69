// code:      SE-03
// kind:      policy
// severity:  critical
// title:     All secrets of the cluster listed
// technique: T1552.007
// on:        list secrets
// needs:     level Metadata
// meaning:   One request handed out every secret of every namespace: a list, or a watch that begins with all there is.
// triage:    Take it that all secrets are known to the caller. Who is it, from where, with which client?
// usual:     secret-sync controllers, backup operators
// with:      {"exempt_users": ["system:apiserver", "system:kube-controller-manager", "system:serviceaccount:kube-system:namespace-controller"], "exempt_accounts": ["kube-state-metrics"]}
MATCH (p:CallPath)
WHERE p.id IN $paths AND p.code < 400 AND p.namespace = ''
  AND NOT p.user IN $exempt_users
  AND NOT (p.user STARTS WITH 'system:serviceaccount:' AND last(split(p.user, ':')) IN $exempt_accounts)
RETURN p.id AS path
