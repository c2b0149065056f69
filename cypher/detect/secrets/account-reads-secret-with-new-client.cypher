// code:      SE-09
// kind:      anomaly
// basis:     path
// severity:  medium
// title:     Service account reads a secret with a new client
// technique: T1552.007, T1550.001
// on:        get secrets
// needs:     level Metadata; field userAgent
// window:    90d
// meaning:   A service account's token is used with another program than before: perhaps it was carried off.
// triage:    From which address?
// usual:     upgrades
// seen:      [p.who, p.client]
p.ok AND p.who_kind = 'serviceaccount'
