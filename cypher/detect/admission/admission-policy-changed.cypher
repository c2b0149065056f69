// code:      AD-11
// kind:      policy
// basis:     path
// severity:  high
// title:     Admission policy changed or deleted
// technique: T1562.001
// on:        update,patch,remove validatingadmissionpolicies,validatingadmissionpolicybindings,mutatingadmissionpolicies,mutatingadmissionpolicybindings
// needs:     level Metadata
// habit:     low
// meaning:   What checks or changes writes inside the API server was changed or switched off.
// triage:    What was written since, that it would have refused?
// usual:     upgrades of policies
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
