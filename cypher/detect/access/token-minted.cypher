// code:      SA-04
// kind:      policy
// basis:     call
// severity:  medium
// title:     Token minted with TokenRequest
// technique: T1528, T1098
// on:        create serviceaccounts/token
// needs:     level Metadata
// habit:     low
// meaning:   Somebody other than a node for its pods, or the control plane for its controllers, asked for a service account's token, and can now act as it.
// triage:    Follow the token: its credential id is on the call, and on every call that was made with it.
// usual:     CI systems, secret stores that hand out short-lived tokens
p.ok AND p.who_kind <> 'platform' AND NOT (p.who_kind = 'node' AND NOT EXISTS { MATCH (c)-[:SUBMITTED]->(t:TokenRequest) WHERE coalesce(t.bound_kind, '') <> 'Pod' })
  AND NOT (p.who_kind = 'controlplane' AND p.namespace = 'kube-system')
