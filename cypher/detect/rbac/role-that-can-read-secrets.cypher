// code:      RB-14
// kind:      policy
// basis:     role
// severity:  medium
// title:     Role that can read secrets
// technique: T1098.006, T1552.007
// on:        write roles,clusterroles
// needs:     level Request
// meaning:   Whoever is bound to the role reads passwords, keys and tokens of service accounts.
// triage:    Who is bound to it? Could it name the secrets it needs?
// usual:     operators
// louder:    CASE WHEN 'read-secrets' IN s.can THEN 'medium' ELSE 'low' END
p.ok AND ('read-secrets' IN s.can OR 'read-secrets' IN s.can_named) AND NOT p.who_kind IN ['controlplane', 'platform']
