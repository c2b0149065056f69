// does: Marks paths with calls whose objects and commands have no node: what those name is asked of the calls.
MATCH (p:CallPath) WHERE p.id IN $ids AND p.crowded IS NULL
SET p.crowded = true
