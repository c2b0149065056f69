// does:    Locks the writer's node first, so that batches of several processes follow one another, and tells where numbering stands.
// returns: next path id, next batch id, how many turns were taken so far
MERGE (w:Writer {name: 'graph'})
ON CREATE SET w.next_path = 1, w.next_batch = 1, w.turns = 0
SET w.turns = w.turns + 1
RETURN w.next_path, w.next_batch, w.turns
