// code:      DE-02
// kind:      threshold
// basis:     call
// severity:  medium
// title:     Many refusals from one public address
// technique: T1110, T1613
// on:        * *
// needs:     level Metadata; field sourceIPs
// window:    10m
// at_least:  10
// meaning:   Somebody on the internet tries what they may do, or tries credentials.
// triage:    Is the API server meant to be reachable?
// usual:     scanners
// by:        [p.cluster, p.source_ip]
// of:        c.id
p.network = 'external' AND p.code IN [401, 403]
