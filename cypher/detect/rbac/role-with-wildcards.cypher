// code:      RB-10
// kind:      policy
// basis:     role
// severity:  high
// title:     Role with wildcards created
// technique: T1098.006
// on:        create roles,clusterroles
// needs:     level Request
// meaning:   A new role allows every verb or every resource: also those that do not exist yet.
// triage:    What does the role need to do? Who is bound to it?
// usual:     operators installed with generous manifests
p.ok AND s.wildcard AND NOT p.who_kind IN ['controlplane', 'platform']
