// code:      WL-28
// kind:      anomaly
// severity:  low
// title:     New workload
// technique: T1610
// on:        create deployments; create daemonsets; create statefulsets; create replicasets; create replicationcontrollers; create jobs; create cronjobs
// needs:     level Metadata
// window:    90d
// scope:     everywhere
// meaning:   A workload of this kind and name was not seen in the window. The same workload in another cluster or namespace is not new again, unless the scope says so.
// triage:    Who made it, and which image does it run?
// usual:     deployments of new services. What controllers make on behalf of a workload does not count
// with:      {"controller_prefix": "system:serviceaccount:kube-system:", "controller_suffix": "-controller"}
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath)
WHERE p.code < 400 AND c.name IS NOT NULL
  AND NOT (p.user STARTS WITH $controller_prefix AND p.user ENDS WITH $controller_suffix)
  AND p.user <> 'system:kube-controller-manager'
RETURN c.id AS call, [p.resource, c.name] AS seen
