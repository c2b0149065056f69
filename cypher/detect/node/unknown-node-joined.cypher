// code:      NO-02
// kind:      anomaly
// basis:     call
// severity:  high
// title:     Unknown node joined
// technique: T1078
// on:        create nodes
// needs:     level Metadata
// window:    90d
// meaning:   A node was made by somebody who is not that node.
// triage:    Whose machine is it?
// usual:     clusters whose nodes are made by hand
// seen:      [c.name, p.who]
p.ok AND c.name IS NOT NULL AND p.user <> 'system:node:' + c.name AND NOT p.who_kind IN ['controlplane', 'platform', 'bootstrap']
