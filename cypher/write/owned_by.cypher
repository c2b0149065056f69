// does: Records for which object another one was made.
UNWIND $rows AS r
WITH r.object AS x, r.owner AS y
MERGE (o:Object {cluster: x.cluster, api_group: x.api_group, resource: x.resource, namespace: x.namespace, name: x.name}) ON CREATE SET o.search = x.search
MERGE (w:Object {cluster: y.cluster, api_group: y.api_group, resource: y.resource, namespace: y.namespace, name: y.name}) ON CREATE SET w.search = y.search
MERGE (o)-[:OWNED_BY]->(w)
