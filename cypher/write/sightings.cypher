// does: Remembers tuples of anomalies. One that was away for longer than the window starts anew.
UNWIND $rows AS r
MERGE (s:Sighting {key: r.key})
ON CREATE SET s.detection = r.detection, s.seen = r.seen, s.first_seen = r.first, s.last_seen = r.last
ON MATCH SET s.first_seen = CASE WHEN r.anew OR r.first < s.first_seen THEN r.first ELSE s.first_seen END,
             s.last_seen = CASE WHEN r.last > s.last_seen THEN r.last ELSE s.last_seen END
