// question: How many batches were ever written?
// returns:  turns; no row when the graph is empty
// scope:    service
MATCH (w:Writer {name: 'graph'}) RETURN w.turns
