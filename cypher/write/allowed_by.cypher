// does: Records which binding let calls of a path through, with the first of them.
UNWIND $rows AS r
MATCH (p:CallPath {id: r.path})
MERGE (o:Object {cluster: r.cluster, api_group: r.api_group, resource: r.resource, namespace: r.namespace, name: r.name}) ON CREATE SET o.search = r.search
MERGE (p)-[a:ALLOWED_BY]->(o) ON CREATE SET a.call = r.call, a.time = r.time
