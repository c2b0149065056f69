// code:      SA-02
// kind:      policy
// basis:     path
// severity:  medium
// title:     Service account created in a system namespace
// technique: T1136
// on:        create serviceaccounts
// needs:     level Metadata
// habit:     low
// meaning:   An account was made where nobody looks for a new one.
// triage:    Which role is bound to it?
// usual:     installation of add-ons
p.ok AND p.system_namespace AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
