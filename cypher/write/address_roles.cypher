// does: Records from which addresses the nodes and the control plane of a cluster call.
UNWIND $rows AS r
MERGE (c:Cluster {name: $cluster})
MERGE (ip:SourceIp {name: r[0]}) ON CREATE SET ip.class = 'internal'
FOREACH (x IN CASE r[1] WHEN 'node' THEN [1] ELSE [] END | MERGE (ip)-[:NODE_OF]->(c))
FOREACH (x IN CASE r[1] WHEN 'controlplane' THEN [1] ELSE [] END | MERGE (ip)-[:CONTROL_PLANE_OF]->(c))
