"""A Neo4j of our own: started, shared, restarted, stopped."""
