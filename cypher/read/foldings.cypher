// question: How many foldings of a day were begun?
// returns:  generation, foldings begun
MATCH (w:Writer {name: 'graph'}) RETURN w.generation, coalesce(w.folds, 0)
