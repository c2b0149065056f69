// does: Widens the time that known paths were seen in. Once a day and path at most.
UNWIND $rows AS r
MATCH (p:CallPath {id: r[0]})
SET p.first_seen = CASE WHEN r[1] < p.first_seen THEN r[1] ELSE p.first_seen END,
    p.last_seen = CASE WHEN r[2] > p.last_seen THEN r[2] ELSE p.last_seen END
