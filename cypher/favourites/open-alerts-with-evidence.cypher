// Alerts that are not closed, with the calls they rest on and the paths of those
MATCH evidence = (a:Alert)-[:EVIDENCE]->(:ApiCall)-[:TOOK]->(:CallPath)
WHERE a.status <> 'closed'
RETURN evidence ORDER BY a.last_seen DESC LIMIT 100
