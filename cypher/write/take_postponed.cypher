// does:    Takes calls away that waited for a detection. Whoever takes them first is the one who looked at them.
// returns: 1 row when they were still there
MATCH (n:Postponed {id: $id})
WITH n, n.id AS id
DELETE n
RETURN id
