// does: Opens alerts, or says anew what is known of open ones. A call is evidence of an alert once; alerts on the same
//       call share it.
UNWIND $rows AS r
MERGE (a:Alert {id: r.id}) ON CREATE SET a.status = 'open', a.occurrences = 0, a.namespaces = []
SET a += r.properties
WITH a, r
UNWIND r.calls AS call
MATCH (c:ApiCall {id: call})-[:TOOK]->(p:CallPath)
MERGE (a)-[e:EVIDENCE]->(c)
ON CREATE SET e.new = true
WITH a, c, p, e, coalesce(e.new, false) AS fresh
REMOVE e.new
FOREACH (_ IN CASE WHEN fresh THEN [1] ELSE [] END | SET a.occurrences = a.occurrences + 1)
// `*`, which no namespace is named, stands for all beyond the first hundred.
FOREACH (_ IN CASE WHEN fresh AND NOT p.namespace IN coalesce(a.namespaces, []) THEN [1] ELSE [] END |
  SET a.namespaces = coalesce(a.namespaces, ['*'])[..100] + CASE
    WHEN size(coalesce(a.namespaces, ['*'])) < 100 THEN p.namespace ELSE '*' END)
WITH a, c WHERE fresh
MATCH (c)<-[:EVIDENCE]-(b:Alert) WHERE b <> a
MERGE (a)-[:SHARES]-(b)
