// does: Forgets how far a source was taken.
MATCH (c:Checkpoint {source: $source})
DELETE c
