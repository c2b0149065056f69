// does: Keeps where numbering stands after this batch.
MATCH (w:Writer {name: 'graph'})
SET w.next_path = $next_path, w.next_batch = $next_batch
