"""The command line: parse, call, print. Each command is a module; `main` assembles them."""
