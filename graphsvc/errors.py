"""The one exception tree. A class stands for what a caller does differently; the message says what to do.

GraphsvcError
├── InputError            the user's input is wrong: show the message, go on with its siblings
│   ├── MalformedRecord   one record of a log cannot be read
│   ├── BadSearch         a search text does not parse; has a position
│   └── BadCursor         a page cursor is not one of ours
├── Denied                whoever asks may not: nothing helps but another role or scope
├── NotSignedIn           nobody knows who asks: sign in, or send a token
├── LoginUnavailable      a company's own login cannot be reached, or answers what it should not
├── Unreadable            a source cannot be opened or read at all
├── SettingsError         a setting is unknown or wrong
├── DefinitionError       a detection or query file is wrong; names file and line
├── StoreError            Neo4j refused or failed
│   ├── StoreUnavailable  it cannot be reached: try again later
│   │   ├── StoreBusy     others are writing, for longer than a lock is waited for
│   │   ├── StoreBroken   it says that it has to be restarted
│   │   └── BeingRebuilt  somebody writes the graph anew
│   └── SchemaOutdated    the schema is not the one this version writes: run `graphsvc migrate`
├── ServerUnavailable     no Neo4j server can be had on this machine
│   ├── PortTaken         a port is in use by somebody else
│   └── LoginRefused      it runs, and does not know the password that its data folder holds
└── ArchiveError          the archive of raw events cannot be read or written
"""


class GraphsvcError(Exception):
    """Root of everything this program raises on purpose."""

    code = "ERROR"


class InputError(GraphsvcError):
    code = "BAD_INPUT"


class MalformedRecord(InputError):
    code = "MALFORMED_RECORD"


class BadSearch(InputError):
    """A search text does not parse. `position` counts characters from 0."""

    code = "BAD_SEARCH"

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


class BadCursor(InputError):
    code = "BAD_CURSOR"


class Denied(GraphsvcError):
    code = "FORBIDDEN"


class NotSignedIn(GraphsvcError):
    """`retry_after`: seconds before another attempt is looked at, 0 when it may come at once."""

    code = "UNAUTHORIZED"

    def __init__(self, message: str, retry_after: int = 0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class LoginUnavailable(GraphsvcError):
    code = "LOGIN_UNAVAILABLE"


class Unreadable(GraphsvcError):
    code = "UNREADABLE"


class SettingsError(GraphsvcError):
    code = "BAD_SETTINGS"


class DefinitionError(GraphsvcError):
    code = "BAD_DEFINITION"


class StoreError(GraphsvcError):
    code = "STORE_ERROR"


class StoreUnavailable(StoreError):
    code = "STORE_UNAVAILABLE"


class StoreBusy(StoreUnavailable):
    pass


class StoreBroken(StoreUnavailable):
    code = "STORE_BROKEN"


class BeingRebuilt(StoreUnavailable):
    code = "BEING_REBUILT"


class SchemaOutdated(StoreError):
    code = "SCHEMA_OUTDATED"


class ServerUnavailable(GraphsvcError):
    code = "SERVER_UNAVAILABLE"


class PortTaken(ServerUnavailable):
    code = "PORT_TAKEN"


class LoginRefused(ServerUnavailable):
    code = "LOGIN_REFUSED"


class ArchiveError(GraphsvcError):
    code = "ARCHIVE_ERROR"
