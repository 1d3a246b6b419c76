"""The few marks and words that several pages share: what is done, what is begun, what is new."""

from __future__ import annotations

from textual.content import Content

from gradschool.model import Exercise, ExerciseProgress, Lesson, LessonProgress, Module, Page


def title_of(thing: Module | Lesson | Exercise | Page) -> str:
    """A title for a line that knows no code font."""
    return thing.title.replace("`", "")


def lesson_mark(progress: LessonProgress | None) -> tuple[str, str]:
    """A sign for how far a lesson is read, and its color. The signs differ without color too."""
    if progress is not None and progress.read:
        return "✓", "$success"
    if progress is not None and progress.opened:
        return "◐", "$warning"
    return "○", "$text-disabled"


def exercise_mark(progress: ExerciseProgress | None) -> tuple[str, str]:
    """A sign for how far an exercise is, and its color."""
    if progress is not None and progress.passed:
        return "✓", "$success"
    if progress is not None and progress.attempts:
        return "◈", "$warning"
    return "◇", "$text-disabled"


def exercise_state(progress: ExerciseProgress | None) -> str:
    """How far an exercise is, in words."""
    if progress is None or not (progress.attempts or progress.hints or progress.passed):
        return "Not tried yet."
    said = "Solved" if progress.passed else "Not solved yet"
    tries = f"{progress.attempts} attempt{'' if progress.attempts == 1 else 's'}"
    hints = f", {progress.hints} hint{'' if progress.hints == 1 else 's'} taken" if progress.hints else ""
    return f"{said}: {tries}{hints}."


def about(exercise: Exercise) -> str:
    """How long it takes, roughly."""
    return f"about {exercise.minutes} minute{'' if exercise.minutes == 1 else 's'}"


def kind_word(exercise: Exercise) -> str:
    """What to call it: most are exercises."""
    return {"opening": "Question", "placement": "Placement"}.get(exercise.role, "Exercise")


def progress_bar(done: int, total: int, width: int) -> Content:
    """How many of how many, as a line that is heavy where it is done and light where it is not."""
    filled = round(width * done / total) if total else 0
    if done and not filled:
        filled = 1
    return Content.assemble(
        ("━" * filled, "$success"), ("─" * (width - filled), "$text-disabled"), (f" {done}/{total}", "$text-muted")
    )
