// does: Opens alerts, or adds occurrences to open ones. A call is evidence of an alert once; the loudest severity stays.
UNWIND $rows AS r
MERGE (a:Alert {id: r.id})
ON CREATE SET a += r.properties, a.subject = r.subject, a.status = 'open', a.occurrences = 0,
              a.first_seen = r.first, a.last_seen = r.last
SET a.severity = CASE WHEN a.severity IN r.louder THEN a.severity ELSE r.severity END
WITH a, r
UNWIND r.calls AS call
MATCH (c:ApiCall {id: call})
MERGE (a)-[e:EVIDENCE]->(c)
ON CREATE SET e.new = true
WITH a, r, e, coalesce(e.new, false) AS fresh
REMOVE e.new
WITH a, r, sum(CASE WHEN fresh THEN 1 ELSE 0 END) AS added
SET a.occurrences = a.occurrences + added,
    a.first_seen = CASE WHEN r.first < a.first_seen THEN r.first ELSE a.first_seen END,
    a.last_seen = CASE WHEN r.last > a.last_seen THEN r.last ELSE a.last_seen END
