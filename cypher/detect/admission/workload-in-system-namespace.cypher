// code:      AD-09
// kind:      policy
// basis:     path
// severity:  medium
// title:     Workload of any kind in a system namespace
// technique: T1610
// on:        write workloads
// needs:     level Metadata
// habit:     low
// meaning:   A workload was written among those of Kubernetes itself.
// triage:    Which image does it run?
// usual:     installation of add-ons
p.ok AND p.system_namespace AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
