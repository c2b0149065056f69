// does: Keeps calls that a detection could not be asked about, until it can.
UNWIND $rows AS r
MERGE (n:Postponed {id: r.id})
ON CREATE SET n += r
