"""The GraphQL schema: a plain schema that tests execute without a server."""
