// code:      RB-19
// kind:      policy
// basis:     role
// severity:  info
// title:     Role with a write verb
// technique: T1098.006
// on:        create roles,clusterroles
// needs:     level Request
// meaning:   A new role can change something.
// triage:    What, and who is bound to it?
// usual:     everyday work
p.ok AND any(verb IN s.verbs WHERE verb IN ['create', 'update', 'patch', 'delete', 'deletecollection'])
