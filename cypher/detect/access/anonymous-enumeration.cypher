// code:      AN-03
// kind:      threshold
// basis:     path
// severity:  medium
// title:     Anonymous enumeration
// technique: T1613, T1595
// on:        * *
// needs:     level Metadata
// window:    10m
// at_least:  4
// meaning:   A caller without any identity asks for many different things in a short time.
// triage:    Is the API server reachable from the internet?
// usual:     scanners
// by:        [p.cluster, p.source_ip]
// of:        p.verb + ' ' + p.resource
p.who_kind = 'anonymous' AND NOT any(root IN ['/healthz', '/livez', '/readyz', '/version', '/.well-known', '/openid'] WHERE p.resource = root OR p.resource STARTS WITH root + '/')
