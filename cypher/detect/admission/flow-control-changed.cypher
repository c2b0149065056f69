// code:      AD-17
// kind:      policy
// basis:     path
// severity:  medium
// title:     Flow control of the API server changed
// technique: T1499
// on:        write,remove flowschemas,prioritylevelconfigurations
// needs:     level Metadata
// meaning:   Which requests the API server serves first was changed: it can be made to starve.
// triage:    Compare it with a fresh cluster's.
// usual:     tuning of large clusters
p.ok AND p.who_kind IN ['person', 'anonymous']
