// code:      RB-13
// kind:      policy
// basis:     role
// severity:  high
// title:     Role that can exec into pods
// technique: T1098.006, T1609
// on:        write roles,clusterroles
// needs:     level Request
// meaning:   A role was written that allows exec or attach: whoever is bound to it acts with the identity of every pod in reach.
// triage:    Who is bound to the role, and which service accounts do the pods in reach carry?
// usual:     roles for on-call engineers
// louder:    CASE WHEN 'exec' IN s.can THEN 'high' ELSE 'medium' END
p.ok AND ('exec' IN s.can OR 'exec' IN s.can_named) AND NOT p.who_kind IN ['controlplane', 'platform']
