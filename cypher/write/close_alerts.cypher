// does: Closes the alert on each subject, if it began before what ended it, and adds why.
UNWIND $rows AS r
MATCH (a:Alert) WHERE a.subject = r[0] AND a.status IN ['open', 'in_progress'] AND a.first_seen < r[1]
SET a.status = 'closed', a.last_seen = r[1], a.because = a.because + r[2]
