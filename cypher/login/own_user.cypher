// does: lets the user $name of this server in with $password, whatever he had before
CREATE OR REPLACE USER $name SET PASSWORD $password CHANGE NOT REQUIRED
