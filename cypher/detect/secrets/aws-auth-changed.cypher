// code:      CM-04
// kind:      policy
// basis:     call
// severity:  critical
// title:     EKS aws-auth changed
// technique: T1098.006
// on:        write,delete configmaps
// needs:     level Metadata
// meaning:   Which AWS identity is which Kubernetes user was changed: this is how administrators of an EKS cluster are made.
// triage:    Who was added, with which groups?
// usual:     new node groups, eksctl
// with:      {"names": ["aws-auth"]}
p.ok AND fits(c.name, $names) AND p.namespace = 'kube-system' AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
