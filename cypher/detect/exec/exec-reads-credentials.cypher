// code:      EX-08
// kind:      policy
// basis:     call
// severity:  high
// title:     Exec reads a sensitive file
// technique: T1552.001
// on:        create,get pods/exec,pods/attach,nodes/proxy
// needs:     level Metadata; field requestURI
// meaning:   A command in a container names a file with passwords, keys or credentials, or the environment of a process.
// triage:    What is in that file? Is the container a host in all but name?
// usual:     debugging of TLS files
// with:      {"pattern": "(?is).*(/etc/(shadow|passwd|sudoers|kubernetes)|/var/lib/kubelet|[~/.][.](ssh|aws|azure|kube|config/gcloud)(/|\\b)|[.](pem|key|p12|jks|keystore)\\b|/proc/[^ ]+/environ).*"}
p.ok AND c.command =~ $pattern
