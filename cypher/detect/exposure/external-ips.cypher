// code:      SV-07
// kind:      policy
// basis:     body
// severity:  high
// title:     Service with external addresses
// technique: T1557
// on:        write services
// needs:     level Request
// meaning:   A service takes the traffic of the whole cluster to an address that it names itself (CVE-2020-8554).
// triage:    Whose address is it?
// usual:     clusters without load balancers
p.ok AND any(leaf IN s.leaves WHERE leaf STARTS WITH 'spec.externalIPs=')
