// does: Removes everything whose relationships are gone, but the record of migrations, what was done to graphsvc itself
//       and the mark of a rebuild; piece by piece.
MATCH (n) WHERE NOT n:__Migration AND NOT n:Act AND NOT (n:Checkpoint AND n.source = 'rebuild')
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
