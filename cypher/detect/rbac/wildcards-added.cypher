// code:      RB-11
// kind:      policy
// basis:     role
// severity:  high
// title:     Wildcards added to a role
// technique: T1098.006
// on:        update,patch roles,clusterroles
// needs:     level Request
// meaning:   A role that exists was written with every verb or every resource.
// triage:    What did it allow before?
// usual:     upgrades of operators with generous manifests
p.ok AND s.wildcard AND NOT p.who_kind IN ['controlplane', 'platform']
