// code:      CM-05
// kind:      policy
// basis:     call
// severity:  high
// title:     Other security-critical configmap changed
// technique: T1098, T1562
// on:        update,patch configmaps
// needs:     level Metadata
// meaning:   Settings of the cluster or of its deployment tool were changed.
// triage:    Compare it with what it was.
// usual:     upgrades by hand
// with:      {"names": ["kube-proxy", "argocd-cm", "argocd-rbac-cm", "cluster-info", "extension-apiserver-authentication", "kubeadm-config", "kubelet-config"]}
p.ok AND fits(c.name, $names) AND p.who_kind IN ['person', 'anonymous']
