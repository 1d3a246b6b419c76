"""Every error that an author, an operator or a learner must see: where, what, the repair, in one line.

GradschoolError
├── ContentError          the course on disk is not as it should be (an author mends it)
├── NotFound              no lesson, exercise or file of that name (with the nearest one)
├── UsageError            the command or the answer's file was used wrongly
├── StorageError          progress cannot be read or written (nothing is deleted)
├── NotYet                the solution is still locked
└── WorkerError           the warm process cannot be started or was lost
"""


class GradschoolError(Exception):
    """What went wrong and how to repair it, for a person.

    Args:
        where: the file, command or thing concerned; shown first. May be empty.
        what: what is wrong, one clause.
        repair: what to do about it, one sentence. May be empty.
    """

    def __init__(self, where: object, what: str, repair: str = "") -> None:
        self.where, self.what, self.repair = str(where), what, repair
        super().__init__(str(self))

    def __str__(self) -> str:
        said = f"{self.where}: {self.what}" if self.where else self.what
        if not self.repair:
            return said
        return f"{said}{'' if said.endswith(('.', '!', '?')) else '.'} {self.repair}"


class ContentError(GradschoolError):
    """The course on disk is not as it should be."""


class NotFound(GradschoolError):
    """No lesson, exercise or file of that name."""


class UsageError(GradschoolError):
    """A command or an answer's file was used wrongly."""


class StorageError(GradschoolError):
    """Progress cannot be read or written; nothing was deleted."""


class NotYet(GradschoolError):
    """It is too early: a solution for somebody who hasn't tried, a review of what was never solved."""


class WorkerError(GradschoolError):
    """The warm process cannot be started, or was lost."""
