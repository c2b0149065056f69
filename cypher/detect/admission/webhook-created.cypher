// code:      AD-01
// kind:      policy
// basis:     path
// severity:  medium
// title:     Admission webhook created
// technique: T1546, T1552
// on:        create mutatingwebhookconfigurations,validatingwebhookconfigurations
// needs:     level Metadata
// habit:     low
// meaning:   A program sees, and may change, what is written to the cluster from now on.
// triage:    What does it see, and where does it run?
// usual:     installation of policy engines and service meshes
// with:      {"operators": ["system:serviceaccount:cert-manager:*", "system:serviceaccount:gatekeeper-system:*", "system:serviceaccount:kyverno:*", "system:serviceaccount:istio-system:*", "system:serviceaccount:linkerd:*", "system:serviceaccount:openshift-*:*", "system:serviceaccount:knative-*:*", "system:serviceaccount:olm:*"]}
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND NOT fits(p.who, $operators)
