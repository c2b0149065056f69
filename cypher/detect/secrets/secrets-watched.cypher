// code:      SE-11
// kind:      policy
// basis:     path
// severity:  medium
// title:     Secrets watched
// technique: T1552.007
// on:        watch secrets
// needs:     level Metadata
// meaning:   Somebody is told of every secret that comes or changes.
// triage:    With which client? A person rarely does that.
// usual:     dashboards
p.ok AND p.who_kind IN ['person', 'anonymous']
