"""The questions of `predict` (items.py, parsed and never run) and of `choose` (questions.md)."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from typing import TYPE_CHECKING

from gradschool.content.page import block_parser
from gradschool.errors import ContentError
from gradschool.model import Choice, Item

if TYPE_CHECKING:
    from markdown_it.token import Token

# --------------------------------------------------------------------------- predict


def read_items(source: str, where: str, problems: list[ContentError]) -> tuple[Item, ...]:
    """Each public top-level function of `items.py` as a question; what is wrong goes to `problems`."""
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        problems.append(
            ContentError(f"{where}:{line}", f"not valid Python: {getattr(error, 'msg', error)}", "Mend the line.")
        )
        return ()
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    if not functions:
        problems.append(ContentError(where, "no items", "Write one function for each question."))
    return tuple(_item(node, source.split("\n"), where, problems) for node in functions)


def _item(node: ast.FunctionDef, lines: list[str], where: str, problems: list[ContentError]) -> Item:
    def problem(what: str, repair: str) -> None:
        problems.append(ContentError(f"{where}:{node.lineno}", f"item {node.name!r} {what}", repair))

    question, _, why = inspect.cleandoc(ast.get_docstring(node, clean=False) or "").partition("\n\n")
    if not question:
        problem("has no docstring", "Its first paragraph is the question, the rest the explanation.")
        return Item(node.name, "")
    if not why.strip():
        problem("has no explanation", "Write it below the question, after an empty line.")
    arguments = node.args
    if arguments.args or arguments.posonlyargs or arguments.kwonlyargs or arguments.vararg or arguments.kwarg:
        problem("takes arguments", "The learner sees only its body: make everything there.")
    docstring, last = node.body[0], node.body[-1]
    if last is docstring:
        problem("has no code", "Write what the learner is asked about.")
        return Item(node.name, question, why=why.strip())
    returns = [each for each in _own_statements(node) if isinstance(each, ast.Return)]
    if any(each is not last for each in returns):
        problem("returns from its middle", "Return once, in the last line: the learner sees the body without `return`.")
    body = lines[(docstring.end_lineno or node.lineno) : node.end_lineno]
    if isinstance(last, ast.Return):
        at = last.lineno - 1 - (docstring.end_lineno or node.lineno)
        body[at] = body[at].replace("return ", "", 1) if last.value else ""
    return Item(node.name, question, textwrap.dedent("\n".join(body)).strip("\n"), why.strip())


def _own_statements(node: ast.AST) -> list[ast.AST]:
    """The statements of a function without those of functions inside it."""
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            found += [child, *_own_statements(child)]
    return found


# --------------------------------------------------------------------------- choose


def read_questions(text: str, where: str, problems: list[ContentError]) -> tuple[tuple[Item, ...], dict[str, str]]:
    """The questions of `questions.md`, and the code that proves the answers; what is wrong goes to `problems`."""
    items: list[Item] = []
    proofs: dict[str, str] = {}
    for name, line, section in _sections(text, where, problems):
        item, proof = _question(name, section, where, line, problems)
        if any(each.name == name for each in items):
            problems.append(ContentError(f"{where}:{line}", f"the question {name!r} is there twice", "Rename one."))
        items.append(item)
        if proof:
            proofs[name] = proof
    if not items:
        problems.append(ContentError(where, "no questions", "Begin each with `## its_name`."))
    return tuple(items), proofs


def _sections(text: str, where: str, problems: list[ContentError]) -> list[tuple[str, int, str]]:
    """(name, line of the heading, text below it) of each `## name`; fences are no headings."""
    lines = text.split("\n")
    tokens = block_parser().parse(text)
    starts = [token.map[0] for token in tokens if token.type == "heading_open" and token.tag == "h2" and token.map]
    before = lines[: starts[0]] if starts else []
    if any(line.strip() for line in before):
        problems.append(ContentError(f"{where}:1", "text before the first question", "Begin with `## its_name`."))
    found = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        name = lines[start][2:].strip()
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            problems.append(
                ContentError(f"{where}:{start + 1}", f"{name!r} is no name", "Write it like `largest_half`.")
            )
        found.append((name, start + 1, "\n".join(lines[start + 1 : end])))
    return found


def _question(name: str, text: str, where: str, line: int, problems: list[ContentError]) -> tuple[Item, str]:
    def problem(at: int, what: str, repair: str) -> None:
        problems.append(ContentError(f"{where}:{at}", f"question {name!r} {what}", repair))

    lines = text.split("\n")
    tokens = block_parser().parse(text)
    choices: list[Choice] = []
    first, after = len(lines), len(lines)
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1 and token.map:
            start, end = token.map
            choice = _choice(lines[start:end], "abcdefghijklmnopqrstuvwxyz"[len(choices)])
            if choice is None:
                continue
            if not choice.feedback:
                problem(
                    line + start + 1, f"has a choice without feedback: {choice.text!r}", "Indent it below the choice."
                )
            first, after = min(first, start), end
            choices.append(choice)
    question = "\n".join(lines[:first]).strip()
    if not question:
        problem(line, "asks nothing", "Write the question below its name.")
    if len(choices) < 2:
        problem(line, "has no choices", "Write them as `- [ ] …` and `- [x] …`.")
    elif sum(choice.right for choice in choices) != 1:
        problem(line, f"has {sum(choice.right for choice in choices)} right choices", "Mark exactly one with `[x]`.")
    proof, why = _after_choices(tokens, lines, after)
    return Item(name, question, why=why, choices=tuple(choices)), proof


def _choice(lines: list[str], letter: str) -> Choice | None:
    match = re.match(r"\s*[-*+]\s+\[([ xX])\]\s+(.*)", lines[0])
    if match is None:
        return None
    feedback = textwrap.dedent("\n".join(lines[1:])).strip()
    return Choice(letter, match[2].strip(), match[1] != " ", feedback)


def _after_choices(tokens: list[Token], lines: list[str], after: int) -> tuple[str, str]:
    """The proof (a python fence) and the explanation (any prose) below the choices."""
    proof, fence = "", (after, after)
    for token in tokens:
        if (
            token.type == "fence"
            and token.level == 0
            and token.map
            and token.map[0] >= after
            and token.info.strip() == "python"
        ):
            proof, fence = token.content.rstrip("\n"), (token.map[0], token.map[1])
    why = "\n".join(lines[after : fence[0]] + lines[fence[1] :]).strip()
    return proof, why


# --------------------------------------------------------------------------- the learner's file


def to_fill_in(items: tuple[Item, ...]) -> str:
    """The file that a learner starts from: an `answers` table with every question as a comment above its place."""
    if items[0].choices:
        opening = '"""Put the letter of your choice in place of each `...`."""\n\nanswers = {\n'
    else:
        opening = (
            '"""Put what each expression gives in place of its `...`.\n\n'
            "A dtype, a shape such as (2, 3), a number, a list, True, None; the error's name if it raises.\n"
            '"""\nimport torch\n\nanswers = {\n'
        )
    return opening + "\n".join(_blank(item) for item in items) + "}\n"


def filled_in(items: tuple[Item, ...]) -> str:
    """The right `answers` table of a `choose` exercise; empty for `predict`, whose truth is computed."""
    if not items[0].choices:
        return ""
    letters = [f'    "{item.name}": "{choice.letter}",\n' for item in items for choice in item.choices if choice.right]
    return "answers = {\n" + "".join(letters) + "}\n"


def _blank(item: Item) -> str:
    comments = item.question.splitlines()
    comments += [f"    {line}" for line in item.code.splitlines()]
    comments += [f"  {choice.letter}  {choice.text}" for choice in item.choices]
    shown = "".join(f"    # {line}".rstrip() + "\n" for line in comments)
    return f'{shown}    "{item.name}": ...,\n'
