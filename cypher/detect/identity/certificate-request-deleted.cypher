// code:      CS-06
// kind:      policy
// basis:     path
// severity:  medium
// title:     Certificate request deleted by hand
// technique: T1070
// on:        delete certificatesigningrequests
// needs:     level Metadata
// meaning:   The trace of a certificate was removed.
// triage:    Was it approved before?
// usual:     tidying up
p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
