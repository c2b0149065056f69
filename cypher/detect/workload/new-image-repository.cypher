// code:      WL-15
// kind:      anomaly
// severity:  medium
// title:     Image from a registry or repository never seen
// technique: T1525, T1610
// on:        create,update,patch pods; create,update,patch pods/ephemeralcontainers; create,update,patch deployments; create,update,patch daemonsets; create,update,patch statefulsets; create,update,patch replicasets; create,update,patch replicationcontrollers; create,update,patch jobs; create,update,patch cronjobs
// needs:     level Request
// window:    90d
// scope:     everywhere
// meaning:   A container image comes from a registry or a repository that was not seen in the window, in any cluster.
// triage:    Is the registry yours? Who asked for the image, and is it scanned?
// usual:     new services, upgrades that move an image
UNWIND $calls AS id
MATCH (c:ApiCall {id: id})-[:TOOK]->(p:CallPath)
WHERE p.code < 400
MATCH (c)-[:SUBMITTED]->(s:PodSpec)
UNWIND [r IN coalesce(s.registries, []) | ['registry', r]] + [r IN coalesce(s.repositories, []) | ['repository', r]] AS seen
RETURN c.id AS call, seen
