// does: Keeps one record of each migration: earlier versions may have left two, where two migrated at once.
MATCH (m:__Migration)
WITH m.version AS version, collect(m) AS records
UNWIND records[1..] AS repeated
DELETE repeated
