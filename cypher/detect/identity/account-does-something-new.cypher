// code:      SA-06
// kind:      anomaly
// basis:     path
// severity:  low
// title:     Service account does something it never did
// technique: T1078, T1550.001
// on:        * *
// needs:     level Metadata
// window:    90d
// meaning:   A program does what it did not do in the window.
// triage:    Was it upgraded, or is somebody else at its token?
// usual:     upgrades
// seen:      [p.user, p.verb, p.resource, p.namespace]
p.ok AND p.who_kind = 'serviceaccount' AND p.verb <> 'watch' AND p.resource <> ''
