// question: From which addresses, with which clients and on which objects were the calls that an alert rests on made?
// returns:  address, client, object, calls, first, last
// scope:    clusters and namespaces
MATCH (a:Alert {id: $id}) WHERE ($clusters IS NULL OR a.cluster IN $clusters)
  AND ($namespaces IS NULL OR size(coalesce(a.namespaces, [])) > 0 AND all(n IN a.namespaces WHERE n IN $namespaces))
MATCH (a)-[:EVIDENCE]->(c:ApiCall)-[:TOOK]->(p:CallPath)
RETURN p.source_ip, p.client, p.resource_name + CASE WHEN c.name IS NULL THEN '' ELSE '/' + c.name END,
       count(c), min(c.time), max(c.time)
