// question: What do these calls say of how much an alert on them matters?
// returns:  call id, {ok, who, who_kind, network, system, new, source_ip, credential, thing}; new: who did it first did
//           so within a day, and the cluster was heard of a day before that
MATCH (c:ApiCall) USING INDEX SEEK c:ApiCall(id) WHERE c.id IN $calls
MATCH (c)-[:TOOK]->(p:CallPath)
MATCH (k:Cluster {name: p.cluster})
RETURN c.id, {
  ok: p.ok, who: p.who, who_kind: p.who_kind, network: p.network, system: p.system_namespace OR p.namespace = '',
  new: c.time - p.first_seen < $day AND p.first_seen - k.first_seen > $day,
  source_ip: p.source_ip, credential: coalesce(c.credential, ''), thing: p.resource_name + '/' + coalesce(c.name, '')
}
