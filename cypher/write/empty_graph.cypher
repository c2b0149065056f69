// does: Removes everything whose relationships are gone, but the writer and the record of migrations; piece by piece.
MATCH (n) WHERE NOT n:__Migration AND NOT n:Writer
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS
