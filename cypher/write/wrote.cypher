// does: Records which object a call wrote or removed.
UNWIND $rows AS r
MATCH (c:ApiCall {id: r.call})
MERGE (o:Object {cluster: r.cluster, api_group: r.api_group, resource: r.resource, namespace: r.namespace, name: r.name}) ON CREATE SET o.search = r.search
MERGE (c)-[:WROTE]->(o)
