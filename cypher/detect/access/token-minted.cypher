// code:      SA-04
// kind:      policy
// severity:  medium
// title:     Token minted with TokenRequest
// technique: T1528, T1098
// on:        create serviceaccounts/token
// needs:     level Metadata
// meaning:   Somebody other than a node or the control plane asked for a service account's token, and can now act as it.
// triage:    Follow the token: its credential id is on the call, and on every call that was made with it.
// usual:     CI systems, secret stores that hand out short-lived tokens
// with:      {"exempt_prefixes": ["system:node:", "eks:", "aks:", "gke:"], "exempt_users": ["system:kube-controller-manager", "system:apiserver", "aksService"]}
MATCH (p:CallPath)
WHERE p.id IN $paths AND p.code < 400
  AND NOT p.user IN $exempt_users
  AND NOT any(prefix IN $exempt_prefixes WHERE p.user STARTS WITH prefix)
RETURN p.id AS path
