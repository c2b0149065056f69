// code:      DI-08
// kind:      policy
// basis:     path
// severity:  info
// title:     Known-quiet object listed
// technique: T1613
// on:        list cronjobs,secrets
// needs:     level Metadata
// meaning:   Somebody looked at what people seldom look at.
// triage:    What came after it?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'anonymous']
