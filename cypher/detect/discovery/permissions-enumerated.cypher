// code:      DI-01
// kind:      policy
// basis:     path
// severity:  medium
// title:     Own permissions enumerated
// technique: T1069.003
// on:        create selfsubjectrulesreviews
// needs:     level Metadata
// habit:     low
// meaning:   Somebody asked for a list of all they may do: often the first thing with a stolen credential.
// triage:    From which address and client, and what came after it?
// usual:     `kubectl auth can-i --list` by people who look for a missing right
p.ok AND p.who_kind = 'person' AND p.impersonated_user = ''
