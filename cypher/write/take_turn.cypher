// does:    Locks the writer's node first, so that batches of several processes follow one another, and tells where numbering
//          stands. Its generation is made anew with it, so that whoever remembers an emptied graph notices.
// returns: next path id, next batch id, how many turns were taken so far, generation, removals so far, calls kept from,
//          whether the graph is being written anew
MERGE (w:Writer {name: 'graph'})
ON CREATE SET w.next_path = 1, w.next_batch = 1, w.turns = 0
SET w.turns = w.turns + 1, w.generation = coalesce(w.generation, randomUUID())
RETURN w.next_path, w.next_batch, w.turns, w.generation, coalesce(w.removals, 0), coalesce(w.calls_from, 0),
       EXISTS { MATCH (:Checkpoint {source: 'rebuild'}) }
