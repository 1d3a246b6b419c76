"""The tutorial as a numbered menu: for screen readers, pipes and terminals that can do no more."""

from __future__ import annotations

import sys

import click

from gradschool.cli.listing import named
from gradschool.cli.pages import print_block, print_example, print_explorer
from gradschool.cli.printing import print_code, print_markdown
from gradschool.cli.running import Failure, run_example, run_lesson
from gradschool.errors import GradschoolError
from gradschool.model import Example, Exercise, ExerciseLink, ExplorerLink, Place
from gradschool.session import Session, open_session
from gradschool.session.exploring import settings_of


class Quit(Exception):
    """The learner wants to leave."""


def run_menu() -> int:
    """Offer the course until the learner quits or the input ends. Returns the exit status."""
    with open_session() as session:
        for notice in session.notices:
            click.echo(notice)
        session.warm()
        menu = Menu(session)
        try:
            while True:
                menu.home()
        except (Quit, EOFError):
            click.echo("Your progress is kept. Until next time.")
        return 1 if menu.failures else 0


def ask(prompt: str) -> str:
    """One line of input, without the spaces around it.

    Raises:
        EOFError: the input ended.
        Quit: the learner typed q.
    """
    click.echo(prompt, nl=False)
    line = sys.stdin.readline()
    if not line:
        click.echo()
        raise EOFError
    word = line.strip()
    if word.casefold() in ("q", "quit", "exit"):
        raise Quit
    return word


def read_program() -> str:
    """Lines of code up to a line with a single dot."""
    click.echo("Type the code; a line with a single dot ends it.")
    lines: list[str] = []
    while (line := sys.stdin.readline()) and line.rstrip("\n") != ".":
        lines.append(line.rstrip("\n"))
    return "\n".join(lines)


class Menu:
    """The same choices as the app, one question at a time."""

    def __init__(self, session: Session) -> None:
        self.session, self.course = session, session.course
        self.failures: list[Failure] = []

    # ------------------------------------------------------------------ home

    def home(self) -> None:
        """Modules, continue, everything."""
        status = self.session.status()
        click.echo(f"\ngradschool: {status.passed} of {status.total} exercises passed")
        click.echo("  0  Run the entire curriculum")
        for module in self.course.modules.values():
            click.echo(f"  {module.number}  {module.title}")
        if status.next is not None:
            click.echo(f"  c  Continue: {named(self.course, status.next)}")
        due = self.session.reviews()
        if due:
            first = named(self.course, Place("exercise", due[0].exercise))
            click.echo(f"  r  Due for review{f' ({len(due)})' if len(due) > 1 else ''}: {first}")
        click.echo("  q  Quit")
        word = ask("Choose a number, a letter, or type a lesson or an exercise: ")
        if word == "0":
            self.everything()
        elif word.casefold() == "c" and status.next is not None:
            self.go(status.next)
        elif word.casefold() == "r" and due:
            self.review(due[0].exercise)
        elif word:
            self.go_to(word)

    def review(self, name: str) -> None:
        """Solve an exercise once more, from its starter."""
        try:
            if self.session.begin_review(name).fresh:
                click.echo("The starter is back; your earlier answer is in the history.")
        except GradschoolError as error:  # the disk is full: the exercise opens with what is there
            click.echo(str(error))
        self.exercise(name)

    def everything(self) -> None:
        """Run every example of the course."""
        total = 0
        for lesson in self.course.lessons.values():
            click.echo(f"\n{lesson.number} {lesson.title}")
            count, failures = run_lesson(self.session, lesson.id, mine=False, quiet=False)
            total += count
            self.failures += failures
        click.echo(f"\n{total} examples, {len(self.failures)} failed.")
        for failure in self.failures:
            click.echo(f"{failure.where}: {failure.what}")

    def go_to(self, word: str) -> None:
        """A module's menu, a lesson or an exercise, by id or number."""
        from gradschool.content import find

        try:
            found = find(self.course, word)
        except GradschoolError as error:
            click.echo(str(error))
            return
        if found.id in self.course.modules:
            self.module(found.id)
        else:
            self.go(Place("exercise" if isinstance(found, Exercise) else "lesson", found.id))

    def go(self, place: Place) -> None:
        """Open a lesson or an exercise."""
        if place.kind == "lesson":
            self.lesson(place.id, place.block)
        else:
            self.exercise(place.id)

    def module(self, name: str) -> None:
        """The lessons of a module."""
        module = self.course.modules[name]
        while True:
            click.echo(f"\n{module.number} {module.title}\n{module.summary}")
            if module.placement:
                click.echo("  p  Where to start: ten quick questions")
            for position, lesson in enumerate(module.lessons, 1):
                click.echo(f"  {position}  {self.course.lessons[lesson].number} {self.course.lessons[lesson].title}")
            click.echo("  0  Run all examples of this module\n  b  Back")
            word = ask("Choose: ")
            if word.casefold() == "b":
                return
            if word.casefold() == "p" and module.placement:
                self.exercise(module.placement)
            elif word == "0":
                for lesson in module.lessons:
                    self.failures += run_lesson(self.session, lesson, mine=False, quiet=False)[1]
            elif word.isdigit() and 0 < int(word) <= len(module.lessons):
                self.lesson(module.lessons[int(word) - 1])
            elif word:
                self.go_to(word)

    # ------------------------------------------------------------------ a lesson

    def lesson(self, name: str, start: int = 0) -> None:
        """A lesson, block by block; every example can be changed and run where it stands."""
        page, lesson = self.session.page(name), self.course.lessons[name]
        self.session.open_lesson(name, start)
        click.echo(f"\n{lesson.number} {page.title}")
        for position, block in enumerate(page.blocks):
            if position < start:
                continue
            self.session.visit(Place("lesson", name, position))
            if isinstance(block, Example) and block.evaluated:
                if not self.example(name, block):
                    return
            else:
                print_block(self.session, name, block, live=False)
                if isinstance(block, ExerciseLink) and ask("Enter to go on, o to open it: ").casefold() == "o":
                    self.exercise(block.exercise)
                if isinstance(block, ExplorerLink):
                    self.explorer(block)
        self.session.mark_read(name)
        click.echo(f"\nThat was {page.title}.")
        follows = self.session.next_place(Place("lesson", name))
        if follows is not None and ask(f"n for {named(self.course, follows)}, Enter for the menu: ").casefold() == "n":
            self.go(follows)

    def explorer(self, link: ExplorerLink) -> None:
        """An explorer that stands printed: other settings, until the learner goes on."""
        settings = dict(link.settings)
        while words := ask("Enter to go on, or settings such as name=value: "):
            try:
                settings |= settings_of(words)
                print_explorer(self.session, link.name, settings)
            except GradschoolError as error:
                click.echo(str(error))

    def example(self, lesson: str, example: Example) -> bool:
        """One example: run it, change it, skip it. False to leave the lesson."""
        print_example(self.session, lesson, example, live=False)
        word = ask("Enter to run, e to change, s to skip, b to leave: ").casefold()
        while word not in ("s", "b"):
            if word == "e":
                self.session.save_example(lesson, example.index, read_program() or example.code)
            run_example(self.session, lesson, example, self.session.example_code(lesson, example.index), quiet=False)
            word = "e" if ask("Enter to go on, e to change and run it again: ").casefold() == "e" else "s"
        return word == "s"

    # ------------------------------------------------------------------ an exercise

    def exercise(self, name: str) -> None:
        """An exercise: its task, and what one can do with it."""
        exercise = self.course.exercises[name]
        self.session.visit(Place("exercise", name))
        click.echo(f"\nExercise {exercise.number}: {exercise.title}")
        print_markdown(self.session.texts(name).task)
        print_code(self.session.draft(name))
        while True:
            word = ask("t type an answer, f check a file, h hint, s solution, b back: ").casefold()
            if word == "b":
                return
            try:
                self._do(word, name)
            except GradschoolError as error:
                click.echo(str(error))
            for problem in self.session.problems():
                click.echo(problem)

    def _do(self, word: str, name: str) -> None:
        from pathlib import Path

        from gradschool.cli.check_command import show
        from gradschool.workspace import read

        if word == "t":
            show(self.session.submit(name, read_program()), self.course.exercises[name])
        elif word == "f":
            path = Path(ask("Path of the file: "))
            show(self.session.submit(name, read(path), path.name), self.course.exercises[name])
        elif word == "h":
            hint = self.session.hint(name)
            click.echo(f"Hint {hint.number} of {hint.total}" if hint else "You took them all.")
            if hint:
                print_markdown(hint.text)
        elif word == "s":
            print_code(self.session.solution(name))
