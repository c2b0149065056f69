// code:      EX-07
// kind:      policy
// basis:     call
// severity:  high
// title:     Exec reads a mounted identity token
// technique: T1528, T1552.007
// on:        create,get pods/exec,pods/attach,nodes/proxy
// needs:     level Metadata; field requestURI
// meaning:   A command in a container names the place where the pod's identity token for Kubernetes or its cloud is mounted.
// triage:    Take it that the token is known to the caller. What was done with the service account since, from other addresses?
// usual:     debugging of access rights
// with:      {"folders": ["/run/secrets/kubernetes.io/serviceaccount", "/run/secrets/eks.amazonaws.com", "/run/secrets/azure/tokens", "/run/secrets/tokens/gcp-ksa"]}
p.ok AND any(folder IN $folders WHERE c.command CONTAINS folder)
