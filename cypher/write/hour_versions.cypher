// does: Adds this batch's counters to the fingerprints of their hours, so that readers who keep counters know which to fetch
//       anew, and whether they have all of them. 2^62 keeps sums within 64 bits.
UNWIND $rows AS r
MERGE (h:Hour {start: r[0]})
SET h.version = (coalesce(h.version, 0) + r[1]) % 4611686018427387904
