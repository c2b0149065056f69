// question: who else has a login to this server?
// returns: name
SHOW USERS YIELD user WHERE user <> $name RETURN user AS name
