// code:      AD-02
// kind:      policy
// basis:     path
// severity:  high
// title:     Admission webhook changed or deleted
// technique: T1562.001, T1546
// on:        update,patch,remove mutatingwebhookconfigurations,validatingwebhookconfigurations
// needs:     level Metadata
// habit:     low
// meaning:   What checks writes to the cluster was changed or switched off.
// triage:    What was written since, that it would have refused?
// usual:     upgrades of policy engines
// louder:    CASE WHEN p.who_kind = 'serviceaccount' AND p.network <> 'external' THEN 'medium' ELSE 'high' END
// with:      {"operators": ["system:serviceaccount:cert-manager:*", "system:serviceaccount:gatekeeper-system:*", "system:serviceaccount:kyverno:*", "system:serviceaccount:istio-system:*", "system:serviceaccount:linkerd:*", "system:serviceaccount:openshift-*:*", "system:serviceaccount:knative-*:*", "system:serviceaccount:olm:*"]}
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND NOT fits(p.who, $operators)
