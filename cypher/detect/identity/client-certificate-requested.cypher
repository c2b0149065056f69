// code:      CS-01
// kind:      policy
// basis:     certificate
// severity:  medium
// title:     Client certificate requested
// technique: T1098.001
// on:        create certificatesigningrequests
// needs:     level Request
// meaning:   Somebody asked for a certificate that logs in to the API server. It cannot be taken back.
// triage:    Which name would it carry, and who approves it?
// usual:     new colleagues, where certificates are the way in
p.ok AND (s.signer = 'kubernetes.io/kube-apiserver-client' OR s.signer IS NULL AND 'client auth' IN s.usages) AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
