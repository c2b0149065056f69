// code:      SE-03
// kind:      policy
// basis:     path
// severity:  critical
// title:     All secrets of the cluster listed
// technique: T1552.007
// on:        list secrets
// needs:     level Metadata
// habit:     low
// meaning:   One request handed out every secret of every namespace: a list, or a watch that begins with all there is.
// triage:    Take it that all secrets are known to the caller. Who is it, from where, with which client?
// usual:     secret-sync controllers, backup operators, and informers of programs in the cluster, which are less loud
// louder:    CASE WHEN p.who_kind = 'serviceaccount' AND p.network IN ['internal', 'node', 'loopback', 'controlplane'] THEN CASE p.verb WHEN 'watch' THEN 'low' ELSE 'medium' END ELSE 'critical' END
// with:      {"exempt": ["system:serviceaccount:kube-system:kube-state-metrics", "system:serviceaccount:monitoring:kube-state-metrics"]}
p.ok AND p.namespace = '' AND NOT p.who_kind IN ['controlplane', 'platform'] AND NOT fits(p.who, $exempt)
