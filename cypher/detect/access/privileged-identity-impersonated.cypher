// code:      IM-02
// kind:      policy
// basis:     call
// severity:  high
// title:     Impersonation of a privileged identity
// technique: T1134
// on:        * *
// needs:     level Metadata
// meaning:   Somebody acted as an identity that may do everything, or as part of the cluster itself.
// triage:    Who gave them the right to impersonate it?
// usual:     emergencies
// with:      {"identities": ["system:admin", "kubernetes-admin", "kubernetes-super-admin", "system:kube-controller-manager", "system:kube-scheduler", "system:apiserver", "system:node:*", "system:serviceaccount:kube-system:*"], "groups": ["system:masters", "kubeadm:cluster-admins", "system:nodes"]}
p.ok AND p.impersonated_user <> '' AND NOT p.user IN ['system:kube-controller-manager', 'system:apiserver'] AND (fits(p.impersonated_user, $identities) OR any(group IN c.impersonated_groups WHERE group IN $groups))
