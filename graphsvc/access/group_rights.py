"""What a group of a company's own login may do, as the settings say it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from graphsvc.domain.viewer import Role, Scope


class GroupRights(BaseModel):
    """What a group of a company's own login may do. None: all clusters, all namespaces."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    clusters: list[str] | None = None
    namespaces: list[str] | None = None

    @model_validator(mode="before")
    @classmethod
    def _a_role_alone(cls, value: Any) -> Any:
        return {"role": value} if isinstance(value, str) else value

    @property
    def scope(self) -> Scope:
        return Scope.of(self.clusters, self.namespaces)
