// question: Which stages of calls were dropped as noise in these hours of this cluster?
// returns:  hour, marks (8 bytes each, little-endian); a row for each batch that dropped some
// scope:    service
MATCH (n:NoiseMarks) WHERE n.cluster = $cluster AND n.start IN $hours
RETURN n.start, n.marks
