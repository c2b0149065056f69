// code:      DE-05
// kind:      anomaly
// basis:     path
// severity:  low
// title:     Refused, with a new client
// technique: T1613
// on:        * *
// needs:     level Metadata; field userAgent
// window:    90d
// meaning:   A client that was not seen in the window was refused something.
// triage:    Whose is it?
// usual:     new tools
// seen:      [p.client]
p.code = 403
