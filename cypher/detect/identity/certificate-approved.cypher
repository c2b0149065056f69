// code:      CS-02
// kind:      policy
// basis:     path
// severity:  high
// title:     Certificate request approved by hand
// technique: T1098.001
// on:        update,patch certificatesigningrequests/approval
// needs:     level Metadata
// meaning:   Somebody let a certificate be signed.
// triage:    Which name does it carry?
// usual:     administrators who let people or nodes in
// with:      {"approvers": ["system:serviceaccount:*:*-csr-approver", "system:serviceaccount:openshift-*:*"]}
p.ok AND NOT p.who_kind IN ['controlplane', 'platform'] AND NOT fits(p.who, $approvers)
