"""The only package that knows Neo4j."""
