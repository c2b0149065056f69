// does: Removes everything but the record of applied migrations, piece by piece; commits by itself.
MATCH (n) WHERE NOT n:__Migration
CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS
