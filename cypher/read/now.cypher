// question: What time is it for the database?
// returns:  milliseconds since 1970
// scope:    service
RETURN timestamp()
