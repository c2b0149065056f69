// code:      RB-18
// kind:      policy
// basis:     role
// severity:  high
// title:     Role that can write RBAC
// technique: T1098.006
// on:        write roles,clusterroles
// needs:     level Request
// meaning:   Whoever is bound to the role decides about rights, within those that they have themselves.
// triage:    Who is bound to it?
// usual:     operators that manage tenants
// louder:    CASE WHEN 'write-rbac' IN s.can THEN 'high' ELSE 'medium' END
p.ok AND ('write-rbac' IN s.can OR 'write-rbac' IN s.can_named) AND NOT p.who_kind IN ['controlplane', 'platform']
