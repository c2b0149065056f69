// code:      GR-14
// kind:      anomaly
// basis:     query
// severity:  high
// title:     Identity of a node from another address
// technique: T1078
// on:        * *
// needs:     level Metadata; field sourceIPs
// window:    90d
// scope:     cluster
// meaning:   A node's identity is used from an address from which it did not call before.
// triage:    Did the node get another address, or did somebody carry off its certificate?
// usual:     nodes whose address changes, nodes with several
MATCH (p:CallPath) WHERE p.id IN $paths AND p.ok AND p.who_kind = 'node' AND p.impersonated_user = '' AND p.network <> 'loopback'
MATCH (u:User {cluster: p.cluster, name: p.user})<-[:AS_USER]-(q:CallPath)
WHERE q.first_seen < p.first_seen AND q.source_ip <> p.source_ip AND q.ok AND q.network <> 'loopback'
WITH p, count(q) AS others
RETURN p.id AS path, [p.user, p.source_ip] AS seen
