// code:      DI-02
// kind:      policy
// basis:     path
// severity:  low
// title:     Permission check by a service account or node
// technique: T1069.003, T1613
// on:        create selfsubjectrulesreviews,selfsubjectaccessreviews
// needs:     level Metadata
// meaning:   A program asks what it may do: few need to, and who holds its token does.
// triage:    From which address?
// usual:     operators as they start
// louder:    CASE WHEN p.resource = 'selfsubjectrulesreviews' THEN 'medium' ELSE 'low' END
// with:      {"usual": ["system:serviceaccount:argocd:*", "system:serviceaccount:olm:*", "system:serviceaccount:openshift-*:*"]}
p.ok AND p.who_kind IN ['serviceaccount', 'node'] AND NOT fits(p.who, $usual)
