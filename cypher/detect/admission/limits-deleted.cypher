// code:      AD-16
// kind:      policy
// basis:     path
// severity:  low
// title:     Quota or limits deleted
// technique: T1562
// on:        remove resourcequotas,limitranges
// needs:     level Metadata
// meaning:   A namespace may use as much as it likes now.
// triage:    Who asked for that?
// usual:     everyday work
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
