// question: Which paths were added after this one?
// returns:  one row: per path its id, first seen, and its columns in the order of Path
MATCH (p:CallPath) WHERE p.id > $after
WITH p ORDER BY p.id
RETURN collect([p.id, p.first_seen, p.cluster, p.source_ip, p.groups, p.cloud_user, p.user, p.impersonated_user,
                p.namespace, p.api_group, p.resource, p.subresource, p.verb, p.action, p.event_name, p.code, p.client])
