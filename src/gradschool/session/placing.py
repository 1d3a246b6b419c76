"""Where to go from a verdict: to the next exercise, back to the lesson that asked, to where a module begins for one."""

from __future__ import annotations

from gradschool.content.placement import lesson_of
from gradschool.model import Course, ExerciseTexts, Outcome, Place, Report
from gradschool.session.status import place_after


def follows(course: Course, texts: ExerciseTexts, report: Report) -> Place | None:
    """What to open after a verdict; None where one should try again, and at the end of the course.

    After an opening question one reads on, whatever the answer was. A placement check leads to the first lesson that a
    missed question belongs to, and past the module where nothing was missed.
    """
    exercise = course.exercises[report.exercise]
    if exercise.role == "opening":
        return Place("lesson", exercise.lesson)
    if exercise.role == "placement":
        return _placed(course, texts, report)
    return place_after(course, Place("exercise", exercise.id)) if report.outcome is Outcome.PASSED else None


def _placed(course: Course, texts: ExerciseTexts, report: Report) -> Place | None:
    if not report.scenarios:
        return None  # nothing was answered: the file could not be read
    missed = {part.name for row in report.scenarios if row.outcome is not Outcome.PASSED for part in row.differences}
    asked = {item.name: lesson_of(course, item) for item in texts.items}
    wanted = {lesson.id for name, lesson in asked.items() if name in missed and lesson is not None}
    first = next((name for name in course.lessons if name in wanted), None)
    if first is not None:
        return Place("lesson", first)
    modules = list(course.modules.values())
    here = next(place for place, module in enumerate(modules) if module.placement == report.exercise)
    return Place("lesson", modules[here + 1].lessons[0]) if here + 1 < len(modules) else None
