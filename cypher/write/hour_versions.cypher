// does: Marks the hours whose counters this batch changes, so that readers who keep counters know which to fetch anew.
UNWIND $hours AS start
MERGE (h:Hour {start: start})
ON CREATE SET h.version = 1
ON MATCH SET h.version = h.version + 1
