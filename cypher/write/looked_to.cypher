// does: Keeps up to which call everything was removed that no alert rests on.
MATCH (w:Writer {name: 'graph'})
SET w.looked_to = $id
