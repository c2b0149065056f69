// code:      AD-05
// kind:      anomaly
// basis:     call
// severity:  low
// title:     Namespace never seen
// technique: T1578
// on:        create namespaces
// needs:     level Metadata
// window:    90d
// meaning:   A namespace of this name was not seen in the window, in any cluster.
// triage:    Whose is it?
// usual:     new teams
// seen:      [c.name]
p.ok AND c.name IS NOT NULL AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
