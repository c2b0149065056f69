// code:      DE-06
// kind:      threshold
// basis:     call
// severity:  low
// title:     Unauthenticated probing
// technique: T1595
// on:        * *
// needs:     level Metadata
// window:    10m
// at_least:  10
// meaning:   Somebody without a valid credential keeps trying.
// triage:    Is the API server meant to be reachable from there?
// usual:     programs with expired tokens
// by:        [p.cluster, p.source_ip]
// of:        c.id
p.code = 401
