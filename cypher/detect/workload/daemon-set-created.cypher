// code:      WL-23
// kind:      policy
// basis:     path
// severity:  medium
// title:     DaemonSet created
// technique: T1610, T1543.005
// on:        create daemonsets
// needs:     level Metadata
// habit:     low
// meaning:   A workload that runs on every node was made.
// triage:    Which image, with which rights on the nodes?
// usual:     installation of node agents
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
