// code:      WL-27
// kind:      anomaly
// basis:     path
// severity:  low
// title:     Workload change by an unusual client
// technique: T1610
// on:        create,patch daemonsets,deployments,cronjobs
// needs:     level Metadata
// window:    90d
// meaning:   Somebody changed a workload from an address, or with a client, that they did not use for it in the window.
// triage:    Is it their machine?
// usual:     new laptops, upgrades of kubectl
// seen:      [p.who, p.source_ip, p.client]
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND NOT 'system:masters' IN p.groups
