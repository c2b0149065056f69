// question: What do thresholds, sequences and habits remember of these keys?
// returns:  key, items, when it fired last
MATCH (m:Mark) WHERE m.key IN $keys
RETURN m.key, m.items, m.fired
