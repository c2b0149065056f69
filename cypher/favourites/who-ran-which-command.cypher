// Who ran which command in which pods
MATCH (p:CallPath)-[r:RAN]->(c:Command)
OPTIONAL MATCH (p)-[:TOUCHED]->(o:Object)
RETURN p.cluster AS cluster, p.user AS user, p.cloud_user AS cloud_user, p.source_ip AS source_ip,
       c.line AS command, collect(DISTINCT p.namespace + '/' + o.name)[..10] AS pods,
       datetime({epochMillis: r.first_seen}) AS first_seen
ORDER BY first_seen DESC
LIMIT 200
