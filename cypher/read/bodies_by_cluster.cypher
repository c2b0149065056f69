// question: Of how many successful writes of workloads, roles and bindings does the log have the body, by cluster?
// returns:  cluster, writes with body, writes
MATCH (k:Cluster)
OPTIONAL MATCH (p:CallPath {cluster: k.name})
WHERE p.verb IN ['create', 'update', 'patch'] AND p.subresource = '' AND p.code < 400
  AND p.resource IN ['pods', 'deployments', 'daemonsets', 'statefulsets', 'replicasets', 'jobs', 'cronjobs',
                     'roles', 'clusterroles', 'rolebindings', 'clusterrolebindings']
OPTIONAL MATCH (p)<-[:TOOK]-(c:ApiCall)
WITH k, c LIMIT 200000
RETURN k.name, count(CASE WHEN EXISTS { (c)-[:SUBMITTED]->() } THEN c END), count(c) ORDER BY k.name
