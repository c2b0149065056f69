"""The driver itself, for what a Store does not do, at an address that may carry a login."""

import neo4j

from graphsvc.graph.bolt_address import parse_address


def driver(uri: str, **options: object) -> neo4j.Driver:
    address = parse_address(uri)
    return neo4j.GraphDatabase.driver(address.uri, auth=address.login, **options)
