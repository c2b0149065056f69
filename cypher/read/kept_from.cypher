// question: From when on are calls kept?
// returns:  milliseconds; no row when the graph is empty
// scope:    service
MATCH (w:Writer {name: 'graph'}) RETURN coalesce(w.calls_from, 0)
