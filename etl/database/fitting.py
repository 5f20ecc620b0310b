"""Which files a build can take: one that does not fit must not keep the others out."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from etl.model import Refusal
from etl.reading.staging import PublishedFile

LeftOut = dict[PublishedFile, list[str]]
Result = TypeVar("Result", covariant=True)


class Attempt(Protocol[Result]):
    def __call__(self, files: list[PublishedFile], left_out: LeftOut) -> Result: ...


class Unfit(Refusal):
    """Files to leave out, with the faults of each: none for one that another makes needless."""

    def __init__(self, files: LeftOut, others: Sequence[str] = ()):
        of_files = (fault for faults in files.values() for fault in faults)
        super().__init__(list(dict.fromkeys([*others, *of_files])))
        self.files = files


def build_what_fits(files: list[PublishedFile], attempt: Attempt[Result], tolerant: bool) -> Result:
    """Build from all files or, where faults are tolerated, anew without those that do not fit.

    Each attempt begins with nothing, so that a file with faults leaves nothing behind. Raises
    Refusal when faults are not tolerated, and when no file is left.
    """
    left_out: LeftOut = {}
    while True:
        fitting = [file for file in files if file not in left_out]
        try:
            return attempt(fitting, left_out)
        except Unfit as unfit:
            if unfit.faults and not (tolerant and unfit.files):
                raise
            left_out |= unfit.files
        except Refusal:
            if not (tolerant and fitting):
                raise
            # Checks over the whole name figures and not files, so the files must be found by
            # trying.
            left_out |= culprits(fitting, partial(attempt, left_out=left_out))
        if len(left_out) == len(files):
            raise Unfit(left_out)


def culprits(
    files: list[PublishedFile], attempt: Callable[[list[PublishedFile]], object]
) -> LeftOut:
    """The files that the checks over the whole refuse, with their faults.

    Files are added to those that passed before them: first all of them, then halves of what was
    refused, so that one culprit of twenty takes about ten builds. Those refused are tried again
    when others came in since, for a file may need a place that only another one describes.
    """
    passed: set[PublishedFile] = set()
    refused: LeftOut = {}

    def add(candidates: list[PublishedFile]) -> None:
        try:
            attempt([file for file in files if file in passed or file in candidates])
        except Refusal as refusal:
            if len(candidates) == 1:
                refused[candidates[0]] = refusal.faults
                return
            half = len(candidates) // 2
            add(candidates[:half])
            add(candidates[half:])
        else:
            passed.update(candidates)

    waiting = files
    while waiting:
        refused = {}
        add(waiting)
        # Nothing more came in: trying again would refuse the same.
        if len(refused) == len(waiting):
            break
        waiting = list(refused)
    return refused
