// code:      EV-02
// kind:      threshold
// basis:     call
// severity:  low
// title:     Pods deleted
// technique: T1485, T1489
// on:        remove pods; create pods/eviction
// needs:     level Metadata
// window:    10m
// at_least:  10
// meaning:   Somebody removed many pods in a short time.
// triage:    Was that wanted?
// usual:     restarts by hand, draining of nodes
// by:        [p.cluster, p.who]
// of:        p.namespace + '/' + coalesce(c.name, c.id)
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
