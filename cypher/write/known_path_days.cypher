// question: On which of these days (since 1970) has a path stored calls already?
// returns:  key, day
UNWIND $rows AS r
MATCH (p:CallPath {key: r[0]})
WHERE EXISTS { MATCH (h:PathHour) WHERE h.path = p.id AND h.start >= r[1] * 24 AND h.start < (r[1] + 1) * 24 AND h.calls > 0 }
   OR EXISTS { (:PathDay {path: p.id, day: r[1]}) }
RETURN r[0], r[1]
