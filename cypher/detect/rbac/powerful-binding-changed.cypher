// code:      RB-03
// kind:      policy
// basis:     call
// severity:  high
// title:     Powerful binding or role changed
// technique: T1098.006
// on:        update,patch clusterrolebindings,rolebindings,clusterroles
// needs:     level Metadata
// meaning:   A binding to cluster-admin, or that role itself, was changed.
// triage:    Who was added?
// usual:     set-up of a cluster
p.ok AND NOT p.who_kind IN ['controlplane', 'platform'] AND (c.name = 'cluster-admin' OR EXISTS { (c)-[:SUBMITTED]->(:Binding {role: 'cluster-admin'}) })
