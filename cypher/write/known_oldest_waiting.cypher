// question: Which is the oldest call that the detections have not looked at yet?
// returns:  call id, null when none waits
MATCH (b:Batch) WHERE b.id > 0
UNWIND b.calls AS call
RETURN min(call)
