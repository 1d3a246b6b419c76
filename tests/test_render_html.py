"""Prose and programs as HTML: what a page shows without scripts, and what a strict policy lets pass."""

from __future__ import annotations

import subprocess
import sys

import pytest

from gradschool.render.html import inline, program, prose


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("## Two words", '<h2 id="two-words">Two words</h2>\n'),
        ("$x_1^2$", '<p><span class="math" data-tex="x_1^2">x₁²</span></p>\n'),
        ('$a<"b"$', '<p><span class="math" data-tex="a&lt;&quot;b&quot;">a &lt; &quot;b&quot;</span></p>\n'),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>\n"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>\n"),
        ("![a](http://b.example/c.png)", '<p><span class="picture">[picture: a]</span></p>\n'),
        ("[a](../nowhere/)", "<p><a>a</a></p>\n"),
        ("Word\n: what it means", "<dl>\n<dt>Word</dt>\n<dd>what it means</dd>\n</dl>\n"),
    ],
)  # fmt: skip
def test_markdown_becomes(markdown: str, html: str) -> None:
    assert prose(markdown) == html


def test_a_link_to_the_web_opens_beside_the_page_and_tells_nobody_where_it_was() -> None:
    html = '<p><a href="https://b.example/?c=1&amp;d" target="_blank" rel="noreferrer noopener">a</a></p>\n'
    assert prose("[a](https://b.example/?c=1&d)") == html


def test_links_of_the_course_become_addresses() -> None:
    assert prose("[a](../b/)", lambda target: f"/lesson/{target.strip('./')}") == '<p><a href="/lesson/b">a</a></p>\n'


def test_headings_sink_where_they_are_told_to() -> None:
    assert prose("## A", lower=2) == '<h4 id="a">A</h4>\n'


def test_a_formula_that_stands_alone_is_marked_as_such_and_readable() -> None:
    for markdown in (r"$$\frac{a}{b}$$", "$$\n\\frac{a}{b}\n$$"):
        html = prose(markdown)
        assert 'class="math display" data-tex="\\frac{a}{b}" data-display="true"' in html
        assert "a\n───\nb" in html.replace(" ", "")


def test_a_tables_columns_keep_their_sides_without_a_style() -> None:
    html = prose("|a|b|\n|-:|:-:|\n|1|2|")
    assert '<th class="right">a</th>' in html
    assert '<td class="center">2</td>' in html
    assert "style" not in html


def test_programs_are_marked_up_and_escaped() -> None:
    html = program('x = "</pre><script>"')
    assert html.startswith('<pre class="code"><code class="language-python"><span class="n">x</span>')
    assert "<script>" not in html
    assert program("a < b", "text") == '<pre class="code"><code class="language-text">a &lt; b</code></pre>\n'
    assert program("x", '"><script>').count("<script>") == 0


FIRST_AT_ONCE = """
import sys, threading
from gradschool.render.html import program
sys.setswitchinterval(1e-6)
together, failed = threading.Barrier(6), []
def go():
    together.wait()
    try:
        program("x")
    except Exception as error:
        failed.append(error)
threads = [threading.Thread(target=go) for _ in range(6)]
for one in threads: one.start()
for one in threads: one.join()
if failed: raise failed[0]
"""


def test_the_first_programs_may_come_from_many_threads_at_once() -> None:
    subprocess.run([sys.executable, "-c", FIRST_AT_ONCE], check=True)


def test_a_program_keeps_its_blank_lines() -> None:
    assert "\n\n" in program("\n\nx\n\n")


def test_a_sentence_has_no_paragraph_around_it() -> None:
    assert inline("`a` < $b$") == '<code>a</code> &lt; <span class="math" data-tex="b">b</span>'
