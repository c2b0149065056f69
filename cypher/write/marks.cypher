// does: Remembers what thresholds, sequences and habits met of a key.
UNWIND $rows AS r
MERGE (m:Mark {key: r.key})
SET m.detection = r.detection, m.items = r.items, m.fired = r.fired,
    m.last_seen = CASE WHEN r.last > coalesce(m.last_seen, 0) THEN r.last ELSE m.last_seen END
