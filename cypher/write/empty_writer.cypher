// does: Removes what says that there is a graph; commits by itself.
MATCH (w:Writer {name: 'graph'}) DELETE w
