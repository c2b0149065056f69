// code:      CS-04
// kind:      sequence
// basis:     call
// severity:  high
// title:     Certificate request approved by its own author
// technique: T1098.001
// on:        create certificatesigningrequests; update,patch certificatesigningrequests/approval
// needs:     level Metadata
// window:    1d
// steps:     requested, approved
// meaning:   Who asked for a client certificate also approved it.
// triage:    Which name does the certificate carry?
// usual:     none
// by:        [p.cluster, p.who, c.name]
// step:      CASE p.subresource WHEN 'approval' THEN 'approved' ELSE 'requested' END
p.ok AND p.who_kind <> 'controlplane'
