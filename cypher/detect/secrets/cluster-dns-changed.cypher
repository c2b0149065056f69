// code:      CM-03
// kind:      policy
// basis:     call
// severity:  high
// title:     Cluster DNS configuration changed
// technique: T1565.001, T1557
// on:        write,remove configmaps
// needs:     level Metadata
// meaning:   Who controls names in the cluster can be everybody.
// triage:    Compare it with what it was.
// usual:     upgrades by hand
// with:      {"names": ["coredns", "coredns-custom", "kube-dns", "node-local-dns"]}
p.ok AND fits(c.name, $names) AND p.namespace = 'kube-system' AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
