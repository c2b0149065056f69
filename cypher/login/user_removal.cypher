// does: removes the login of $name
DROP USER $name IF EXISTS
