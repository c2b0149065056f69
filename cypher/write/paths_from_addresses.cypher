// question: Which paths of this cluster come from these addresses?
// returns:  id, address, user, impersonated user, groups, network, kind of who acted
MATCH (ip:SourceIp) WHERE ip.name IN $addresses
MATCH (ip)<-[:FROM_IP]-(p:CallPath) WHERE p.cluster = $cluster
RETURN p.id, p.source_ip, p.user, p.impersonated_user, p.groups, p.network, p.who_kind
