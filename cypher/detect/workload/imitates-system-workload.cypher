// code:      WL-22
// kind:      policy
// basis:     pod
// severity:  medium
// title:     Name imitates a system workload
// technique: T1036.005
// on:        write pods,workloads
// needs:     level Request
// meaning:   A workload outside the system namespaces is named as one of Kubernetes itself.
// triage:    Which image does it run?
// usual:     test clusters inside clusters
// with:      {"names": ["kube-proxy*", "kube-apiserver*", "kube-controller-manager*", "kube-scheduler*", "coredns*", "kube-dns*", "etcd-*", "aws-node*", "azure-cni*", "kube-flannel*", "calico-node*"]}
p.ok AND fits(coalesce(c.name, ''), $names) AND NOT p.system_namespace AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
