// code:      GR-02
// kind:      graph
// basis:     query
// severity:  high
// title:     Token minted by somebody else is used
// technique: T1528
// on:        * *
// needs:     level Metadata; field annotations.authentication.kubernetes.io/issued-credential-id; version 1.30
// habit:     low
// meaning:   A token that was minted through the API for an account is used, by somebody else than a pod on its node.
// triage:    Who asked for the token, and did the account do this before?
// usual:     CI systems, secret stores
MATCH (p:CallPath) WHERE p.id IN $paths AND p.ok
MATCH (p)-[u:USED]->(k:Credential) WHERE u.call IN $calls
MATCH (k)<-[:ISSUED]-(m:ApiCall)-[:TOOK]->(mp:CallPath)
WHERE m.time <= u.time AND mp.who <> p.who AND NOT mp.who_kind IN ['controlplane', 'platform']
  AND NOT (mp.who_kind = 'node' AND p.network IN ['internal', 'node', 'controlplane', 'loopback'])
  AND NOT EXISTS { MATCH (q:CallPath)-[e:USED]->(k) WHERE e.time < u.time }
WITH k, u, m, mp, p ORDER BY u.time, u.call
WITH k, head(collect({call: u.call, evidence: [m.id], because: mp.who + ' minted the token of ' + p.who})) AS first
RETURN first.call AS call, first.evidence AS evidence, first.because AS because
