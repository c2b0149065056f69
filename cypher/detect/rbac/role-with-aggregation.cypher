// code:      RB-25
// kind:      policy
// basis:     role
// severity:  low
// title:     Role that takes in the rules of others
// technique: T1098.006
// on:        write clusterroles
// needs:     level Request
// meaning:   A role grows by itself: whoever may label a role adds rights to it, without a binding.
// triage:    Which labels does it look for?
// usual:     operators
p.ok AND s.aggregates AND NOT p.who_kind IN ['controlplane', 'platform']
