// code:      CS-07
// kind:      policy
// basis:     path
// severity:  high
// title:     Bootstrap credential used from kubectl
// technique: T1078
// on:        get,list certificatesigningrequests
// needs:     level Metadata; field userAgent
// meaning:   The credential by which nodes join is in somebody's hands.
// triage:    From which address? Take it back.
// usual:     none
(p.who_kind = 'bootstrap' OR p.user = 'kubelet-bootstrap') AND p.client STARTS WITH 'kubectl'
