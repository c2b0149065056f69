// question: Which paths of this cluster are of users whose names begin so?
// returns:  id, address, user, impersonated user, groups, network, kind of who acted
MATCH (u:User) WHERE u.cluster = $cluster AND u.name STARTS WITH $prefix
MATCH (u)<-[:AS_USER|IMPERSONATING]-(p:CallPath)
RETURN DISTINCT p.id, p.source_ip, p.user, p.impersonated_user, p.groups, p.network, p.who_kind
