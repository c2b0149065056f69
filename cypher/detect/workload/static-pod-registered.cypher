// code:      WL-14
// kind:      anomaly
// basis:     pod
// severity:  medium
// title:     Static pod registered
// technique: T1543.005
// on:        create pods
// needs:     level Request
// window:    90d
// meaning:   A node shows a pod that stands in a file on that node, where neither the API server nor admission sees it being made.
// triage:    Who can write files on that node?
// usual:     control-plane nodes as they start
// seen:      [p.user, c.name]
p.ok AND s.mirror AND c.name IS NOT NULL
