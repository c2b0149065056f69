// does: Puts right where paths come from, and what that makes of who acted.
UNWIND $rows AS r
MATCH (p:CallPath {id: r[0]})
SET p.network = r[1], p.who_kind = r[2]
WITH count(*) AS changed
MATCH (w:Writer {name: 'graph'})
SET w.origins = coalesce(w.origins, 0) + 1
