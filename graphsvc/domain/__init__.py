"""What things are: frozen values and pure functions. No I/O, no framework."""
