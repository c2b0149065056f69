// code:      EX-05
// kind:      anomaly
// basis:     path
// severity:  medium
// title:     First exec by this user in this namespace
// technique: T1609
// on:        create,get pods/exec,pods/attach
// needs:     level Metadata
// window:    90d
// scope:     cluster
// meaning:   Somebody ran a command in a namespace in which they did not in the window.
// triage:    Do they work on what runs there?
// usual:     new colleagues, people on call
// seen:      [p.who, p.namespace]
p.ok
