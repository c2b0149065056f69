// does: Records which objects paths touched, and when first and last (by day).
UNWIND $rows AS r
MATCH (p:CallPath {id: r.path})
MERGE (o:Object {cluster: r.cluster, api_group: r.api_group, resource: r.resource, namespace: r.namespace, name: r.name})
ON CREATE SET o.search = r.search
MERGE (p)-[t:TOUCHED]->(o)
ON CREATE SET t.first_seen = r.first, t.last_seen = r.last
ON MATCH SET t.first_seen = CASE WHEN r.first < t.first_seen THEN r.first ELSE t.first_seen END,
             t.last_seen = CASE WHEN r.last > t.last_seen THEN r.last ELSE t.last_seen END
