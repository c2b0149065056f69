// code:      SE-06
// kind:      anomaly
// basis:     path
// severity:  medium
// title:     Secret read by an unusual user, client or address
// technique: T1552.007
// on:        get,list secrets
// needs:     level Metadata
// window:    90d
// meaning:   Somebody read a secret from an address or with a client that they did not use for it in the window.
// triage:    Is it their machine?
// usual:     new laptops, pods that moved
// seen:      [p.who, p.source_ip, p.client]
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
