// code:      SA-01
// kind:      policy
// basis:     path
// severity:  low
// title:     Service account created
// technique: T1136
// on:        create serviceaccounts
// needs:     level Metadata
// meaning:   An account for programs was made.
// triage:    Which role is bound to it?
// usual:     installation of add-ons
p.ok AND p.who_kind <> 'controlplane'
