// question: Which paths were added after this one, to which graph, since when are calls kept, and until when are there any?
// returns:  one row: generation, calls kept from, latest hour with counters (-1: none), per path its id, first seen, and
//           its columns in the order of Path
// scope:    paths
OPTIONAL MATCH (w:Writer {name: 'graph'})
CALL (w) {
  OPTIONAL MATCH (h:Hour) USING INDEX SEEK h:Hour(start, version) WHERE h.start >= 0 AND h.version IS NOT NULL
  RETURN h.start AS latest ORDER BY latest DESC LIMIT 1
}
CALL (w) {
  MATCH (p:CallPath) WHERE p.id > $after
  WITH p ORDER BY p.id
  RETURN collect([p.id, p.first_seen, p.cluster, p.source_ip, p.groups, p.cloud_user, p.user, p.impersonated_user,
                  p.namespace, p.api_group, p.resource, p.subresource, p.verb, p.action, p.event_name, p.code,
                  p.client]) AS paths
}
RETURN w.generation, coalesce(w.calls_from, 0), coalesce(latest, -1), paths
