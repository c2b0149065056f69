// code:      GR-04
// kind:      graph
// basis:     query
// severity:  high
// title:     Exec into more power than one has
// technique: T1609, T1611
// on:        create,get pods/exec,pods/attach; write pods/ephemeralcontainers
// needs:     level Request of create pods
// habit:     low
// meaning:   Somebody got into a pod that is privileged, sees the processes of its node or has its whole disk: from there the node is theirs. Or into one whose service account may do more, everywhere in the cluster, than RBAC lets them do as far as the log shows.
// triage:    Did they have to go into this pod, and what did they run? Was the account's token used from elsewhere afterwards?
// usual:     people who look after node agents and operators
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath) WHERE p.ok AND p.who_kind IN ['person', 'serviceaccount', 'anonymous'] AND c.name IS NOT NULL
MATCH (o:Object {cluster: p.cluster, api_group: '', resource: 'pods', namespace: p.namespace, name: c.name})
CALL (c, p, o) {
  MATCH (o)<-[:WROTE]-(w:ApiCall)-[:SUBMITTED]->(s:PodSpec)
  WHERE w.time <= c.time AND (s.privileged OR s.host_pid OR '/' IN s.host_paths)
  WITH o, w, s ORDER BY w.time DESC LIMIT 1
  RETURN [w.id] AS evidence, 1 AS order,
    o.name + CASE WHEN s.privileged THEN ' is privileged' WHEN s.host_pid THEN ' sees the processes of its node' ELSE ' has the disk of its node' END AS because
  UNION
  // What RBAC let the caller in by is looked at before anything else: who comes by another authorizer cannot be compared.
  WITH c, p, o WHERE c.decision_reason STARTS WITH 'RBAC: allowed by ' AND (p.impersonated_user <> '' OR NOT 'system:masters' IN p.groups)
  MATCH (o)<-[:WROTE]-(w:ApiCall)-[:SUBMITTED]->(s:PodSpec) WHERE w.time <= c.time
  MATCH (w)-[:TOOK]->(wp:CallPath) WHERE wp.did = 'create'
  WITH c, p, w, s ORDER BY w.time DESC LIMIT 1
  WITH c, p, w, 'system:serviceaccount:' + p.namespace + ':' + coalesce(s.service_account, 'default') AS account
  WHERE account <> p.who
  // The cluster role bindings as they stood then, by their last write; one that was removed has submitted nothing.
  MATCH (b:Object {cluster: p.cluster, api_group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings', namespace: ''}) WHERE b.name IS NOT NULL
  CALL (c, b) {
    MATCH (b)<-[:WROTE]-(g:ApiCall) WHERE g.time <= c.time
    WITH g ORDER BY g.time DESC LIMIT 1
    MATCH (g)-[:SUBMITTED|BECAME]->(d:Binding) WHERE d.role IS NOT NULL AND d.subjects IS NOT NULL
    RETURN g.id AS call, d.role AS role, d.subjects AS subjects LIMIT 1
  }
  CALL (c, p, role) {
    MATCH (r:Object {cluster: p.cluster, api_group: 'rbac.authorization.k8s.io', resource: 'clusterroles', namespace: '', name: role})<-[:WROTE]-(e:ApiCall)-[:SUBMITTED|BECAME]->(x:RoleRules) WHERE e.time <= c.time
    WITH x ORDER BY e.time DESC LIMIT 1
    RETURN collect(x.can) AS granted
  }
  WITH c, p, w, account, call, role, subjects, [k IN CASE WHEN role = 'cluster-admin' THEN ['all'] ELSE coalesce(head(granted), []) END WHERE k <> 'exec'] AS can
  WITH c, p, w, account, collect({call: call, role: role, subjects: subjects, can: can}) AS bindings
  WITH c, p, w, account, bindings,
    ['ServiceAccount ' + account, 'User ' + account, 'Group system:serviceaccounts', 'Group system:serviceaccounts:' + p.namespace] AS theirs,
    ['ServiceAccount ' + p.who, 'User ' + p.who] + [g IN CASE WHEN p.impersonated_user = '' THEN p.groups ELSE coalesce(c.impersonated_groups, []) END | 'Group ' + g] AS mine
  WITH c, p, w, account, [x IN bindings WHERE size(x.can) > 0 AND any(t IN theirs WHERE t IN x.subjects)] AS strong,
    [x IN bindings WHERE any(m IN mine WHERE m IN x.subjects)] AS own
  // A caller who is known to be allowed by the same role, or by that of everything, has no more to gain.
  UNWIND strong AS x
  WITH c, p, w, account, x WHERE none(y IN own WHERE y.role = x.role OR 'all' IN y.can OR all(k IN x.can WHERE k IN y.can))
    AND NOT (c.decision_reason STARTS WITH 'RBAC: allowed by ClusterRoleBinding ' AND any(r IN ['cluster-admin', x.role] WHERE c.decision_reason CONTAINS 'of ClusterRole "' + r + '" to '))
    AND NOT EXISTS {
      MATCH (:User {cluster: p.cluster, name: p.who})<-[:AS_USER|IMPERSONATING]-(q:CallPath)-[a:ALLOWED_BY]->(:Object {resource: 'clusterrolebindings'})
      MATCH (k:ApiCall {id: a.call}) WHERE q.who = p.who AND any(r IN ['cluster-admin', x.role] WHERE k.decision_reason CONTAINS 'of ClusterRole "' + r + '" to ')
    }
  WITH w, account, x ORDER BY size(x.can) DESC, x.role LIMIT 1
  RETURN [w.id, x.call] AS evidence, 2 AS order, account + ' is bound to ' + x.role + ', the caller is not' AS because
}
WITH c, evidence, because ORDER BY order
WITH c, collect({evidence: evidence, because: because}) AS found
RETURN c.id AS call, head(found).evidence AS evidence, head(found).because AS because
