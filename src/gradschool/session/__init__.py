"""The learner's verbs: open, run, submit, hint, reveal, reset. Every face speaks to this room."""

from gradschool.session.session import Session, open_session
from gradschool.session.status import Status

__all__ = ["Session", "Status", "open_session"]
