// does: Removes everything whose relationships are gone, but the record of migrations and the mark of a rebuild; piece by piece.
MATCH (n) WHERE NOT n:__Migration AND NOT (n:Checkpoint AND n.source = 'rebuild')
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
