// code:      CS-05
// kind:      policy
// basis:     certificate
// severity:  critical
// title:     Certificate for a privileged identity
// technique: T1098.001
// on:        create certificatesigningrequests
// needs:     level Request
// meaning:   Somebody asked for a certificate with the name or the group of an identity that may do everything.
// triage:    Was it approved? It cannot be taken back.
// usual:     none
// with:      {"names": ["system:admin", "kubernetes-admin", "system:kube-controller-manager", "system:kube-scheduler", "system:apiserver", "system:masters", "admin"]}
p.ok AND (any(group IN s.organizations WHERE group IN ['system:masters', 'kubeadm:cluster-admins']) OR fits(coalesce(s.name, ''), $names))
