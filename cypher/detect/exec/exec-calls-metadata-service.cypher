// code:      EX-09
// kind:      policy
// basis:     call
// severity:  high
// title:     Exec calls the cloud metadata service
// technique: T1552.005
// on:        create,get pods/exec,pods/attach,nodes/proxy
// needs:     level Metadata; field requestURI
// meaning:   A command in a container asks the cloud's metadata service, which hands out the node's or the pod's cloud credentials.
// triage:    Which cloud identity has the node? Look for it in the logs of the cloud.
// usual:     cloud agents that are debugged
// with:      {"parts": ["169.254.169.254", "2852039166", "0xa9fea9fe", "metadata.google.internal", "computemetadata/v1", "latest/meta-data", "latest/user-data", "latest/api/token", "metadata/identity/oauth2/token", "fd00:ec2::254"]}
p.ok AND any(part IN $parts WHERE toLower(c.command) CONTAINS part)
