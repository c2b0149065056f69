// code:      GR-06
// kind:      graph
// basis:     query
// severity:  high
// title:     Impersonated, and from there to a third identity
// technique: T1078, T1550
// on:        * *
// needs:     level Metadata; version 1.30
// habit:     low
// meaning:   Somebody acted as another identity, and as that one made a token or a binding by which a third one acts now.
// triage:    Who stands at the beginning of the chain, and may they do all that?
// usual:     front doors that impersonate everybody, such as Rancher or Teleport
MATCH (p:CallPath) WHERE p.id IN $paths AND p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous']
CALL (p) {
  MATCH (p)-[u:USED]->(:Credential)<-[:ISSUED]-(m:ApiCall)-[:TOOK]->(mp:CallPath)
  WHERE u.call IN $calls AND m.time <= u.time AND mp.impersonated_user <> '' AND mp.user <> p.who AND mp.impersonated_user <> p.who
  RETURN u.call AS call, m, mp, 'minted its token' AS did
  UNION
  MATCH (p)-[a:ALLOWED_BY]->(b:Object)<-[:WROTE]-(m:ApiCall)-[:TOOK]->(mp:CallPath)
  WHERE a.call IN $calls AND m.time <= a.time AND mp.impersonated_user <> '' AND mp.user <> p.who AND mp.impersonated_user <> p.who
  RETURN a.call AS call, m, mp, 'wrote ' + b.name + ', by which it may' AS did
}
WITH call, p, m, mp, did ORDER BY m.time
WITH call, p, head(collect({call: m.id, because: mp.user + ' as ' + mp.impersonated_user + ' ' + did})) AS first
RETURN call, [first.call] AS evidence, p.who + ': ' + first.because AS because
