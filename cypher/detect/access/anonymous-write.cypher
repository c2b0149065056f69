// code:      AN-02
// kind:      policy
// basis:     path
// severity:  critical
// title:     Anonymous request writes
// technique: T1610, T1078.001
// on:        * *
// needs:     level Metadata
// meaning:   A caller without any identity changed something.
// triage:    Which binding lets it? What was written?
// usual:     none
p.ok AND p.who_kind = 'anonymous' AND p.did IN ['exec', 'create', 'change', 'delete']
