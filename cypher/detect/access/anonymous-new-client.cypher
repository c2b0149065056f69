// code:      AN-06
// kind:      anomaly
// basis:     path
// severity:  medium
// title:     Anonymous request by a new client
// technique: T1078.001
// on:        * *
// needs:     level Metadata; field userAgent
// window:    90d
// meaning:   A client that was not seen in the window was answered without any identity.
// triage:    Which binding lets system:anonymous do this?
// usual:     new scanners
// seen:      [p.client]
p.ok AND p.who_kind = 'anonymous' AND NOT any(root IN ['/healthz', '/livez', '/readyz', '/version', '/.well-known', '/openid'] WHERE p.resource = root OR p.resource STARTS WITH root + '/')
