// does: Forgets records that could be read after all.
MATCH (r:Rejected) WHERE r.id IN $ids
DELETE r
