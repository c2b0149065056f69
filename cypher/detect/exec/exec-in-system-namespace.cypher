// code:      EX-04
// kind:      policy
// basis:     path
// severity:  high
// title:     Exec or attach in a system namespace
// technique: T1609
// on:        create,get pods/exec,pods/attach
// needs:     level Metadata
// meaning:   Somebody ran a command in a pod of Kubernetes or of its platform. Such pods often have more rights than the caller.
// triage:    Which service account has the pod? Read the command.
// usual:     cluster administrators who debug add-ons
p.ok AND p.system_namespace
