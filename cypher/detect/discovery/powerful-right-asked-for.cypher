// code:      DI-03
// kind:      policy
// basis:     body
// severity:  medium
// title:     Permission check for a powerful right
// technique: T1069.003
// on:        create selfsubjectaccessreviews
// needs:     level Request
// habit:     low
// meaning:   Somebody asked whether they may do what leads to everything.
// triage:    What came after it?
// usual:     people who look for a missing right
// with:      {"rights": ["spec.resourceAttributes.resource=*", "spec.resourceAttributes.resource=secrets", "spec.resourceAttributes.subresource=exec", "spec.resourceAttributes.verb=escalate", "spec.resourceAttributes.verb=bind", "spec.resourceAttributes.verb=impersonate", "spec.resourceAttributes.verb=*", "spec.resourceAttributes.resource=clusterrolebindings", "spec.resourceAttributes.subresource=token"]}
p.ok AND p.who_kind = 'person' AND any(leaf IN s.leaves WHERE leaf IN $rights)
