// code:      CS-03
// kind:      policy
// basis:     path
// severity:  medium
// title:     Approval of a certificate tried and refused
// technique: T1098.001
// on:        update,patch certificatesigningrequests/approval
// needs:     level Metadata
// meaning:   Somebody without the right to it wanted a certificate signed.
// triage:    Who asked for the certificate?
// usual:     administrators with too few rights
p.code = 403
