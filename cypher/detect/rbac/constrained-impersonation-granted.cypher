// code:      RB-26
// kind:      policy
// basis:     role
// severity:  medium
// title:     Right to impersonate on something granted
// technique: T1098.006, T1134
// on:        write roles,clusterroles
// needs:     level Request
// meaning:   A role allows acting as somebody else for some requests (Kubernetes 1.35 and later).
// triage:    As whom, for what?
// usual:     proxies that log people in
p.ok AND any(verb IN s.verbs WHERE verb STARTS WITH 'impersonate-on:' OR verb STARTS WITH 'impersonate:') AND NOT p.who_kind IN ['controlplane', 'platform']
