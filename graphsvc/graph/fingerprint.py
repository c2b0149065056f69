"""A number that tells whether counters were read as a whole.

Neo4j shows a commit to readers piece by piece, and a kept counter that lacks a piece would stay wrong. So an hour's
node carries a fingerprint of its counters: a sum over paths, which a batch can add to without knowing the rest, which
hours of a day add up to, and which moving counters from hours to their day leaves as it is.
"""

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]

MODULUS = 1 << 62  # so that the database can add two without overflow


def fingerprint(paths: Int | list[int], calls: Int | list[int]) -> int:
    """Of parallel lists. Equal for the same calls by path, whatever the order and the pieces; else different."""
    numbers = np.asarray(calls, np.int64).astype(np.uint64) * _scattered(np.asarray(paths, np.int64).astype(np.uint64))
    return int(numbers.sum(dtype=np.uint64)) % MODULUS


def _scattered(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finalizer of SplitMix64."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
