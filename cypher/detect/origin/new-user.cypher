// code:      OR-05
// kind:      anomaly
// basis:     path
// severity:  medium
// title:     User never seen
// technique: T1078
// on:        * *
// needs:     level Metadata
// window:    90d
// scope:     everywhere
// meaning:   A Kubernetes user that was not seen in the window, in any cluster. Nodes are not counted: autoscalers make up their names. Nor is who stands in no log.
// triage:    Is the account new, and who made it? What did it do first?
// usual:     new colleagues, newly installed add-ons
// seen:      [p.user]
NOT p.who_kind IN ['anonymous', 'unknown', 'node', 'controlplane'] AND NOT p.user IN ['', '<unknown>']
