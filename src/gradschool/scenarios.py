"""The words that exercises are written in: scenario files import these, inside the child process."""

from gradschool.inside.answers import Answer, Scenario, scenario
from gradschool.inside.common import common

__all__ = ["Answer", "Scenario", "common", "scenario"]
