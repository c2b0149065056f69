// code:      AD-14
// kind:      policy
// basis:     body
// severity:  medium
// title:     Conversion webhook of a custom resource
// technique: T1546
// on:        write customresourcedefinitions
// needs:     level Request
// meaning:   Objects of a kind are sent through a program whenever they are read or written.
// triage:    Where does it run?
// usual:     installation of operators
p.ok AND p.who_kind IN ['person', 'anonymous'] AND 'spec.conversion.strategy=Webhook' IN s.leaves
