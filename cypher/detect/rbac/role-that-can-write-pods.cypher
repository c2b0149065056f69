// code:      RB-15
// kind:      policy
// basis:     role
// severity:  low
// title:     Role that can write pods or workloads
// technique: T1098.006
// on:        write roles,clusterroles
// needs:     level Request
// meaning:   Whoever is bound to the role can run anything, with any service account and secret of the namespace.
// triage:    Who is bound to it?
// usual:     deployment tools
// louder:    CASE WHEN 'write-pods' IN s.can THEN 'low' ELSE 'info' END
p.ok AND ('write-pods' IN s.can OR 'write-pods' IN s.can_named) AND NOT p.who_kind IN ['controlplane', 'platform']
