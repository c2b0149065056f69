// does: Remembers which calls were dropped, so that a repeat is not counted again.
UNWIND $rows AS r
CREATE (:NoiseMarks {cluster: $cluster, start: r[0], marks: r[1]})
