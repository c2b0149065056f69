// code:      EX-11
// kind:      policy
// basis:     call
// severity:  high
// title:     Exec downloads over HTTPS
// technique: T1105
// on:        create,get pods/exec,pods/attach,nodes/proxy
// needs:     level Metadata; field requestURI
// meaning:   A command in a container fetches something from the internet.
// triage:    What was fetched, and was it run?
// usual:     health checks with curl, developers who try an API
// with:      {"pattern": "(?is).*\\b(curl|wget)\\b.*https://.*", "harmless": "(?is).*https://[^ ]*(localhost|127[.]0[.]0[.]1|kubernetes[.]default|[.]svc\\b|/healthz|/livez|/readyz|/jwks).*"}
p.ok AND c.command =~ $pattern AND NOT c.command =~ $harmless
