// What grows old is found by its age: without these, each step of retention would look at everything there is.
CREATE INDEX path_last_seen FOR (n:CallPath) ON (n.last_seen);
CREATE INDEX hop_last_seen FOR ()-[r:HOP]-() ON (r.last_seen);
CREATE INDEX touched_last_seen FOR ()-[r:TOUCHED]-() ON (r.last_seen);
CREATE INDEX ran_last_seen FOR ()-[r:RAN]-() ON (r.last_seen);
CREATE INDEX noise_hour_start FOR (n:NoiseHour) ON (n.start);
CREATE INDEX noise_marks_start FOR (n:NoiseMarks) ON (n.start);
CREATE INDEX sighting_last_seen FOR (n:Sighting) ON (n.last_seen);
CREATE INDEX rejected_written FOR (n:Rejected) ON (n.written);
