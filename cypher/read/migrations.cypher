// question: Which migrations were applied?
// returns:  version, checksum
// scope:    service
MATCH (m:__Migration) RETURN m.version, m.checksum ORDER BY m.version
