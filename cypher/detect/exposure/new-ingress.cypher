// code:      SV-06
// kind:      anomaly
// basis:     body
// severity:  low
// title:     New ingress
// technique: T1133
// on:        create ingresses
// needs:     level Request
// window:    90d
// meaning:   A host or an ingress that was not seen in the window.
// triage:    What does it lead to?
// usual:     new services
// seen:      [leaf IN s.leaves WHERE leaf STARTS WITH 'spec.rules.host=' | ['host', leaf]] + [['ingress', p.namespace, coalesce(c.name, '')]]
p.ok
