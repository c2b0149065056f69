// code:      AD-03
// kind:      policy
// basis:     body
// severity:  high
// title:     Webhook that sees everything or calls out
// technique: T1546
// on:        write mutatingwebhookconfigurations,validatingwebhookconfigurations
// needs:     level Request
// meaning:   A program is shown everything that is written, secrets too, or stands outside the cluster.
// triage:    Where does it run?
// usual:     policy engines
// with:      {"operators": ["system:serviceaccount:cert-manager:*", "system:serviceaccount:gatekeeper-system:*", "system:serviceaccount:kyverno:*", "system:serviceaccount:istio-system:*", "system:serviceaccount:linkerd:*", "system:serviceaccount:openshift-*:*", "system:serviceaccount:knative-*:*", "system:serviceaccount:olm:*"]}
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND NOT fits(p.who, $operators) AND any(leaf IN s.leaves WHERE leaf IN ['webhooks.rules.resources=*', 'webhooks.rules.resources=*/*', 'webhooks.rules.apiGroups=*'] OR leaf STARTS WITH 'webhooks.clientConfig.url=')
