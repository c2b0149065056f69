// does: Records which claimed addresses, groups and extras acted with, and namespaces calls of paths told of.
UNWIND $rows AS r
MATCH (p:CallPath {id: r.path})
MERGE (d:Detail {key: r.key})
ON CREATE SET d.field = r.field, d.text = r.text, d.search = r.search
MERGE (p)-[t:TOLD]->(d)
ON CREATE SET t.first_seen = r.first, t.last_seen = r.last
ON MATCH SET t.first_seen = CASE WHEN r.first < t.first_seen THEN r.first ELSE t.first_seen END,
             t.last_seen = CASE WHEN r.last > t.last_seen THEN r.last ELSE t.last_seen END
