"""The live kernel's parent side: it runs a lesson's examples in a process that stays, and says what they said."""

from gradschool.kernel.events import Completion, Done, Event, Failed, Lost, Shown, Stream, Trained, transcript
from gradschool.kernel.kernel import STOP_SECONDS, Ending, Kernel, Process, Run

__all__ = [
    "STOP_SECONDS",
    "Completion",
    "Done",
    "Ending",
    "Event",
    "Failed",
    "Kernel",
    "Lost",
    "Process",
    "Run",
    "Shown",
    "Stream",
    "Trained",
    "transcript",
]
