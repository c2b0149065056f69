// does: Gives the graph a new name, so that whoever remembers something of it forgets that.
MATCH (w:Writer {name: 'graph'})
SET w.generation = randomUUID()
