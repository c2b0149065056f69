// code:      WL-28
// kind:      anomaly
// basis:     call
// severity:  low
// title:     New workload
// technique: T1610
// on:        create workloads
// needs:     level Metadata
// window:    90d
// scope:     everywhere
// meaning:   A workload of this kind and name was not seen in the window. The same workload in another cluster or namespace is not new again, unless the scope says so.
// triage:    Who made it, and which image does it run?
// usual:     deployments of new services. What controllers make on behalf of a workload does not count
// seen:      [p.resource, c.name]
p.ok AND c.name IS NOT NULL AND p.who_kind <> 'controlplane'
