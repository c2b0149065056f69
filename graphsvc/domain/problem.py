"""What is wrong with the service itself, as its users are told."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """`subject` is the part that has it; `text` says what it is and what to do, or what is being done."""

    subject: str
    text: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.text}"
