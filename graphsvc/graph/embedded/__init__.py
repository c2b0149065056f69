"""The embedded Neo4j: a real server, assembled from Maven artifacts and run as a child process."""
