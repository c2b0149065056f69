// code:      SE-04
// kind:      policy
// basis:     path
// severity:  high
// title:     Secrets of kube-system or default listed
// technique: T1552.007
// on:        list secrets
// needs:     level Metadata
// habit:     low
// meaning:   Somebody read all secrets of a namespace with secrets of the cluster itself.
// triage:    Which tokens lie there?
// usual:     backup tools
// louder:    CASE WHEN p.who_kind = 'serviceaccount' AND p.network <> 'external' THEN 'medium' ELSE 'high' END
p.ok AND p.namespace IN ['kube-system', 'default'] AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
