// code:      AD-12
// kind:      policy
// basis:     path
// severity:  medium
// title:     Mutating admission policy created
// technique: T1546
// on:        create mutatingadmissionpolicies,mutatingadmissionpolicybindings
// needs:     level Metadata
// meaning:   From now on the API server changes what others write.
// triage:    What does it change?
// usual:     installation of policies
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
