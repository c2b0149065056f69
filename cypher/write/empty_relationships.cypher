// does: Removes every relationship, piece by piece; commits by itself.
MATCH ()-[r]->()
CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS
