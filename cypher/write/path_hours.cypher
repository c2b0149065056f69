// does: Adds to the hourly counters. Rows are summed per path and hour beforehand, and sorted by path.
UNWIND $rows AS r
MERGE (h:PathHour {path: r[0], start: r[1]})
ON CREATE SET h.calls = r[2], h.errors = r[3]
ON MATCH SET h.calls = h.calls + r[2], h.errors = h.errors + r[3]
