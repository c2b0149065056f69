"""Why a post is not taken. Nothing of it was kept, and the sender may send it again."""

from graphsvc.errors import GraphsvcError


class Refused(GraphsvcError):
    """`status` is HTTP's; `retry_after` is in seconds, 0 when sending the same again is no use."""

    def __init__(self, status: int, code: str, message: str, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        found = {"retry-after": str(self.retry_after)} if self.retry_after else {}
        return found | ({"www-authenticate": "Bearer"} if self.status == 401 else {})
