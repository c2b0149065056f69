// code:      AN-05
// kind:      policy
// basis:     path
// severity:  info
// title:     Anonymous attempts refused
// technique: T1613
// on:        * *
// needs:     level Metadata
// meaning:   A caller without any identity was turned away.
// triage:    From where, and how often?
// usual:     scanners, load balancers
p.code IN [401, 403] AND p.who_kind = 'anonymous' AND NOT any(root IN ['/healthz', '/livez', '/readyz', '/version', '/.well-known', '/openid'] WHERE p.resource = root OR p.resource STARTS WITH root + '/')
