// code:      OR-08
// kind:      anomaly
// basis:     path
// severity:  low
// title:     User with a new client, or a new outcome for it
// technique: T1078
// on:        * *
// needs:     level Metadata; field userAgent
// window:    90d
// meaning:   Somebody used a client that they did not use in the window, or was refused with one for the first time.
// triage:    Is it their machine?
// usual:     upgrades
// seen:      [p.who, p.client, toString(p.ok)]
p.who_kind IN ['person', 'serviceaccount', 'anonymous']
