// does: Records which command lines were run on paths of exec and attach.
UNWIND $rows AS r
MATCH (p:CallPath {id: r.path})
MERGE (c:Command {key: r.key})
ON CREATE SET c.line = r.line, c.search = r.search
MERGE (p)-[t:RAN]->(c)
ON CREATE SET t.first_seen = r.first, t.last_seen = r.last
ON MATCH SET t.first_seen = CASE WHEN r.first < t.first_seen THEN r.first ELSE t.first_seen END,
             t.last_seen = CASE WHEN r.last > t.last_seen THEN r.last ELSE t.last_seen END
