// code:      AN-01
// kind:      policy
// basis:     path
// severity:  high
// title:     Anonymous request went through
// technique: T1078.001, T1190
// on:        * *
// needs:     level Metadata
// meaning:   A caller without any identity was answered. Health checks and what is public on purpose (discovery documents, kube-public, by which nodes join) do not count.
// triage:    Which binding lets system:anonymous or system:unauthenticated do this?
// usual:     probes of load balancers on unusual paths
// with:      {"public_roots": ["/healthz", "/livez", "/readyz", "/version", "/.well-known", "/openid"]}
p.ok AND p.who_kind = 'anonymous'
  AND NOT (p.namespace = 'kube-public' AND p.resource = 'configmaps' AND p.verb = 'get')
  AND NOT any(root IN $public_roots WHERE p.resource = root OR p.resource STARTS WITH root + '/')
