"""What a write asked for, and what came of it, as facts that questions are asked about.

Bodies are foreign: any part may have any shape, so every step looks before it reads. They are redacted already.
"""

from graphsvc.domain.submitted.part import Part, Properties
from graphsvc.domain.submitted.submitted import Submitted, Write, read_submitted

__all__ = ["Part", "Properties", "Submitted", "Write", "read_submitted"]
