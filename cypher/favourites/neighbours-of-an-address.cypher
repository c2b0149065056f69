// Everything that came from one address
MATCH hop = (:SourceIp {name: '203.0.113.80'})-[:HOP]->()-[:HOP]->()
RETURN hop LIMIT 200
