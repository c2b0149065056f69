// code:      RB-17
// kind:      policy
// basis:     role
// severity:  high
// title:     Role that can mint tokens
// technique: T1098.006, T1528
// on:        write roles,clusterroles
// needs:     level Request
// meaning:   Whoever is bound to the role can become every service account in reach.
// triage:    Who is bound to it? Could it name the accounts?
// usual:     secret stores, CI systems
// louder:    CASE WHEN 'mint-tokens' IN s.can THEN 'high' ELSE 'medium' END
p.ok AND ('mint-tokens' IN s.can OR 'mint-tokens' IN s.can_named) AND NOT p.who_kind IN ['controlplane', 'platform']
