// code:      SA-07
// kind:      anomaly
// basis:     path
// severity:  low
// title:     Service account refused, with a new client
// technique: T1613
// on:        * *
// needs:     level Metadata; field userAgent
// window:    90d
// meaning:   A token of a program is tried with another client, and refused.
// triage:    From which address?
// usual:     upgrades
// seen:      [p.user, p.client]
p.code = 403 AND p.who_kind = 'serviceaccount'
