// code:      AD-13
// kind:      policy
// basis:     path
// severity:  high
// title:     API service registered or changed
// technique: T1546
// on:        write,remove apiservices
// needs:     level Metadata
// habit:     low
// meaning:   Requests of a whole API group go to a program from now on, with the names of all who send them.
// triage:    Which program is it?
// usual:     installation of metrics servers and the like
p.ok AND p.who_kind IN ['person', 'anonymous']
