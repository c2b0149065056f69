// code:      DI-05
// kind:      threshold
// basis:     path
// severity:  medium
// title:     Several kinds listed within a minute
// technique: T1613
// on:        list namespaces,nodes,secrets,configmaps,serviceaccounts,roles,clusterroles,rolebindings,clusterrolebindings
// needs:     level Metadata
// window:    1m
// at_least:  4
// habit:     low
// meaning:   Somebody looks at what there is in a cluster.
// triage:    What came after it?
// usual:     dashboards, people who are new
// by:        [p.cluster, p.who, p.source_ip]
// of:        p.resource
p.who_kind IN ['person', 'anonymous'] OR p.who_kind = 'serviceaccount' AND p.network = 'external'
