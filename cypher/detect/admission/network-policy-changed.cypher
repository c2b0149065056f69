// code:      AD-07
// kind:      policy
// basis:     path
// severity:  medium
// title:     Network policy changed or deleted
// technique: T1562.007
// on:        update,patch,remove networkpolicies
// needs:     level Metadata
// habit:     low
// meaning:   Who may talk to whom in the cluster was changed.
// triage:    What is reachable now?
// usual:     everyday work of platform teams
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
