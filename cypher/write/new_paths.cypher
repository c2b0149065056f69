// does: Creates paths with one relationship to each dimension they have. The writer knows that they are new.
UNWIND $rows AS r
CREATE (p:CallPath)
SET p = r.path
FOREACH (x IN CASE WHEN p.source_ip = '' THEN [] ELSE [1] END |
  MERGE (d:SourceIp {name: p.source_ip}) ON CREATE SET d.class = r.source_class
  CREATE (p)-[:FROM_IP]->(d))
FOREACH (x IN CASE WHEN p.group = '' THEN [] ELSE [1] END |
  MERGE (d:GroupSet {name: p.group}) ON CREATE SET d.groups = p.groups
  CREATE (p)-[:IN_GROUPS]->(d)
  FOREACH (g IN p.groups | MERGE (m:Group {name: g}) MERGE (d)-[:INCLUDES]->(m)))
FOREACH (x IN CASE WHEN p.cloud_user = '' THEN [] ELSE [1] END |
  MERGE (d:CloudUser {name: p.cloud_user})
  CREATE (p)-[:AS_CLOUD_USER]->(d))
FOREACH (x IN CASE WHEN p.user = '' THEN [] ELSE [1] END |
  MERGE (d:User {cluster: p.cluster, name: p.user})
  CREATE (p)-[:AS_USER]->(d))
FOREACH (x IN CASE WHEN p.impersonated_user = '' THEN [] ELSE [1] END |
  MERGE (d:User {cluster: p.cluster, name: p.impersonated_user})
  CREATE (p)-[:IMPERSONATING]->(d))
MERGE (re:Resource {cluster: p.cluster, namespace: p.namespace, api_group: p.api_group, resource: p.resource})
ON CREATE SET re.name = p.resource_name, re.class = r.resource_class
MERGE (ac:Action {name: p.action})
MERGE (st:Status {name: p.status}) ON CREATE SET st.code = p.code
CREATE (p)-[:ON]->(re)
CREATE (p)-[:DID]->(ac)
CREATE (p)-[:GOT]->(st)
