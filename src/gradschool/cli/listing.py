"""Marks, colors and rows that several commands print."""

from __future__ import annotations

import sys

import click

from gradschool.model import Course, Exercise, ExerciseProgress, Lesson, LessonProgress, Place


def mark(name: str) -> str:
    """A check mark and its like, in ASCII where the terminal cannot print them."""
    fancy = {"passed": "✓", "failed": "✗", "open": "·", "partly": "~"}
    plain = {"passed": "+", "failed": "x", "open": ".", "partly": "~"}
    encoding = (sys.stdout.encoding or "ascii").lower()
    return (fancy if encoding.startswith("utf") else plain)[name]


def exercise_row(exercise: Exercise, progress: ExerciseProgress) -> str:
    """One exercise in a list."""
    state = "passed" if progress.passed else "partly" if progress.attempts else "open"
    color = {"passed": "green", "partly": "yellow", "open": None}[state]
    tried = "" if progress.passed or not progress.attempts else f", tried {_times(progress.attempts)}"
    facts = f"{exercise.kind}, {exercise.difficulty}, {exercise.minutes} min{tried}"
    title = f"{exercise.title} ({exercise.id})"
    return f"      {click.style(mark(state), fg=color)} {exercise.number:5} {title}  {click.style(facts, dim=True)}"


def lesson_row(lesson: Lesson, progress: LessonProgress) -> str:
    """One lesson in a list."""
    state = "passed" if progress.read else "partly" if progress.opened else "open"
    color = {"passed": "green", "partly": "yellow", "open": None}[state]
    return f"  {click.style(mark(state), fg=color)} {lesson.number:4} {lesson.title} ({lesson.id})"


def named(course: Course, place: Place) -> str:
    """A place in words."""
    if place.kind == "lesson":
        lesson = course.lessons[place.id]
        return f"lesson {lesson.number}, {lesson.title}"
    exercise = course.exercises[place.id]
    return f"exercise {exercise.number}, {exercise.title}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
