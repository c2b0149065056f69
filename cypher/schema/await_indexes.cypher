// does: Waits until new indexes are usable.
CALL db.awaitIndexes(300)
