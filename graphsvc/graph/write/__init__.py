"""What changes the graph, in turns."""
