// code:      DI-04
// kind:      anomaly
// basis:     path
// severity:  low
// title:     Permission check by an unusual user
// technique: T1069.003
// on:        create selfsubjectrulesreviews,selfsubjectaccessreviews
// needs:     level Metadata
// window:    90d
// meaning:   Somebody asks what they may do, from an address or with a client that they did not use for it in the window.
// triage:    What came after it?
// usual:     new laptops
// seen:      [p.who, p.client, p.source_ip]
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
