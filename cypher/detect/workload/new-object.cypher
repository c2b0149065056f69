// code:      EV-04
// kind:      anomaly
// basis:     call
// severity:  info
// title:     New object of any kind
// technique: T1578
// on:        create *
// needs:     level Metadata
// window:    90d
// scope:     cluster
// meaning:   Somebody made an object of a name that was not made in its namespace in the window. What the control plane, nodes and the platform make is not counted, nor are events, leases and reviews.
// triage:    Is it part of a rollout?
// usual:     every deployment
// seen:      [p.namespace, p.resource, p.api_group, c.name]
// with:      {"passing": ["events", "leases", "endpoints", "endpointslices"]}
p.ok AND p.did = 'create' AND p.subresource = '' AND c.name IS NOT NULL AND NOT p.resource IN $passing AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
