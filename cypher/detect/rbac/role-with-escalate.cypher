// code:      RB-12
// kind:      policy
// basis:     role
// severity:  high
// title:     Role with escalate, bind or impersonate
// technique: T1098.006
// on:        write roles,clusterroles
// needs:     level Request
// meaning:   A role allows what leads past its own bounds: to write roles with more rights than one has, to bind any role, or to act as somebody else.
// triage:    Who is bound to it?
// usual:     operators that hand out rights
p.ok AND any(verb IN s.verbs WHERE verb IN ['escalate', 'bind', 'impersonate'] OR verb STARTS WITH 'impersonate-on:') AND NOT p.who_kind IN ['controlplane', 'platform']
