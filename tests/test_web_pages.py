"""The studio's pages and its door: a real server, asked over real connections."""

from __future__ import annotations

import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from gradschool.content import read_page
from gradschool.model import Course
from studio import Answer, Studio


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    with Studio(tmp_path_factory.mktemp("home")) as one:
        yield one.enter()


class Reader(HTMLParser):
    """Collects what a page's markup holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str, **attrs: str) -> list[dict[str, str]]:
        wanted = {name.rstrip("_"): value for name, value in attrs.items()}
        return [found for name, found in self.tags if name == tag and wanted.items() <= found.items()]


def page(studio: Studio, path: str) -> Reader:
    came = studio.get(path)
    assert came.status == 200, came
    return Reader(came.text)


# --------------------------------------------------------------------------- pages


def test_the_map_shows_every_lesson_and_exercise(studio: Studio, course: Course) -> None:
    shown = page(studio, "/")
    assert [row["data-lesson"] for row in shown.all("li", class_="lesson-row")] == list(course.lessons)
    practice = {name for name, exercise in course.exercises.items() if exercise.role == "practice"}
    assert {row["data-exercise"] for row in shown.all("li") if "data-exercise" in row} == practice
    placements = {f"/exercise/{module.placement}" for module in course.modules.values() if module.placement}
    assert placements <= {link.get("href") for link in shown.all("a")}


def test_every_lesson_and_every_exercise_has_a_page(studio: Studio, course: Course) -> None:
    for lesson in course.lessons.values():
        shown = page(studio, f"/lesson/{lesson.id}")
        examples = len(read_page(course, lesson.id).examples)
        assert len(shown.all("section", class_="example", **{"data-evaluated": "true"})) == examples
        assert shown.all("article", class_="lesson")[0]["data-lesson"] == lesson.id
    for exercise in course.exercises.values():
        shown = page(studio, f"/exercise/{exercise.id}")
        assert shown.all("article", class_="exercise")[0]["data-kind"] == exercise.kind.value


def test_a_lesson_reads_without_scripts(studio: Studio) -> None:
    text = studio.get("/lesson/tape").text
    assert "Where does it come from, and what exactly is in <code>.grad</code> afterwards?" in text
    assert '<span class="n">y</span><span class="o">.</span><span class="n">backward</span>' in text
    assert "<pre>y = 10.0  dy/dx = 7.0</pre>" in text
    assert '<span class="math" data-tex="dy/dx = 2x + 3">dy/dx = 2x + 3</span>' in text


def test_without_scripts_a_picture_says_what_to_type_in_a_shell(studio: Studio) -> None:
    typed = "gradschool explore loss_comparer &#39;problem=yes or no&#39; gamma=0"
    assert f"<code>{typed}</code>" in studio.get("/lesson/losses").text


def test_every_link_of_every_page_leads_somewhere(studio: Studio, course: Course) -> None:
    paths = ["/", "/glossary", "/help", "/search?q=soft"]
    paths += [f"/lesson/{name}" for name in course.lessons] + [f"/exercise/{name}" for name in course.exercises]
    targets = {link.get("href", "").partition("#")[0] for path in paths for link in page(studio, path).all("a")}
    inside = {target for target in targets if target.startswith("/")}
    openings = [lesson.opening for lesson in course.lessons.values() if lesson.opening]  # answered where they stand
    assert len(inside) > len(course.lessons) + len(course.exercises) - len(openings)
    assert [target for target in sorted(inside) if studio.get(target).status != 200] == []
    assert {target for target in targets if target and not target.startswith(("/", "https://"))} == set()


def test_no_page_holds_an_inline_style_script_or_handler(studio: Studio, course: Course) -> None:
    for path in ["/", "/help", *(f"/lesson/{name}" for name in course.lessons), "/exercise/softmax"]:
        for tag, attrs in page(studio, path).tags:
            assert not [name for name in attrs if name == "style" or name.startswith("on")], (path, tag, attrs)
            assert tag != "script" or attrs.get("type") == "application/json" or attrs["src"].startswith("/static/")


def test_searching_finds_lessons_and_exercises_by_words_and_numbers(studio: Studio, course: Course) -> None:
    words = course.exercises["softmax"].title.lower().replace(" ", "+")
    assert 'href="/exercise/softmax"' in studio.get(f"/search?q={words}").text
    assert "Nothing fits" in studio.get("/search?q=softmax+zzz").text
    number = course.exercises["softmax"].number
    assert re.search(
        r'<ol class="found">\s*<li data-kind="exercise"><a href="/exercise/softmax">',
        studio.get(f"/search?q={number}").text,
    )


def test_what_was_searched_for_is_shown_as_text(studio: Studio) -> None:
    text = studio.get("/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize(
    "path",
    [
        "/lesson/nope",
        "/exercise/%3Cscript%3E",
        "/lesson/..%2f..%2fetc%2fpasswd",
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
        "/static/..%2fpages.py",
        "/static/....//pages.py",
        "/static//etc/passwd",
        "/static/%00",
        "/lesson/" + "x" * 5000,
    ],
)
def test_an_address_that_is_none_gives_a_page_that_says_so(studio: Studio, path: str) -> None:
    came = studio.get(path)
    assert came.status == 404
    assert "<script>" not in came.text
    assert "root:" not in came.text
    assert "def " not in came.text


def test_the_theme_that_was_chosen_is_in_the_first_markup(studio: Studio) -> None:
    assert 'data-theme="dark"' in studio.get("/", cookie=f"{studio.cookie}; gradschool-theme=dark").text
    assert 'data-theme="auto"' in studio.get("/", cookie=f'{studio.cookie}; gradschool-theme="><script>').text


# --------------------------------------------------------------------------- the door


def test_nothing_is_shown_without_the_token(studio: Studio) -> None:
    for path in ("/", "/lesson/tape", "/?token=wrong", "/?token="):
        came = studio.get(path, cookie="")
        assert came.status == 403
        assert "Where does it come from" not in came.text
        assert "gradschool web" in came.text


def test_a_wrong_cookie_opens_nothing(studio: Studio) -> None:
    name, _, value = studio.cookie.partition("=")
    for wrong in (f"{name}=x", f"{name}={value[:-1]}", f"other={value}", "=;=;\x7f", f'{name}="'):
        assert studio.get("/", cookie=wrong).status == 403


def test_the_token_is_exchanged_for_a_strict_cookie_and_leaves_the_address(studio: Studio) -> None:
    came = studio.get(f"/lesson/tape?token={studio.token}", cookie="")
    assert (came.status, came.headers["location"]) == (303, "/lesson/tape")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(came.headers["set-cookie"].split("; "))


def test_a_token_of_yesterday_does_no_harm_to_somebody_who_is_in(studio: Studio) -> None:
    came = studio.get("/lesson/tape?token=yesterdays")
    assert (came.status, came.headers["location"]) == (303, "/lesson/tape")


def test_the_token_leads_to_no_other_site(studio: Studio) -> None:
    came = studio.get(f"//evil.example/?token={studio.token}", cookie="")
    assert not came.headers.get("location", "/").startswith("//")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "[::1", "169.254.1.1"]
)
def test_a_host_that_is_not_ours_is_refused(studio: Studio, host: str) -> None:
    came = studio.get("/", host=host)
    assert came.status in (400, 421)
    assert "Course" not in came.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_our_own_names_are_answered(studio: Studio, host: str) -> None:
    assert studio.get("/", host=f"{host}:{studio.port}").status == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "http://127.0.0.1:1", "https://127.0.0.1"])
def test_a_socket_from_another_page_is_refused(studio: Studio, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, studio.dial(origin=origin):
        pass
    assert refused.value.response.status_code == 403


def test_a_socket_without_the_cookie_or_with_another_host_is_refused(studio: Studio) -> None:
    for headers in (
        {"cookie": "a=b"},
        {"host": f"evil.example:{studio.port}"},
        {"host": "evil.example", "origin": "http://evil.example"},
    ):
        with pytest.raises(InvalidStatus) as refused, studio.dial(**headers):
            pass
        assert refused.value.response.status_code == 403


def test_a_form_from_another_page_is_refused(studio: Studio) -> None:
    for headers in ({}, {"origin": "http://evil.example"}, {"origin": "null"}):
        assert studio.get("/enter", "POST", "password=x", **headers).status == 403


def test_the_policy_lets_nothing_in_from_outside(studio: Studio) -> None:
    first, second = studio.get("/").headers, studio.get("/").headers
    policy = dict(part.strip().partition(" ")[::2] for part in first["content-security-policy"].split(";"))
    nonce = re.search(r"'nonce-([^']+)'", policy["style-src"])
    assert nonce is not None
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == f"'self' 'nonce-{nonce[1]}'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in first["content-security-policy"]
    assert nonce[1] not in second["content-security-policy"]
    kept = ("x-content-type-options", "referrer-policy", "cross-origin-opener-policy", "cache-control")
    assert [first[name] for name in kept] == ["nosniff", "same-origin", "same-origin", "no-store"]


def test_also_refusals_and_faults_carry_the_policy(studio: Studio) -> None:
    for came in (studio.get("/", cookie=""), studio.get("/nope"), studio.get("/", host="evil.example")):
        assert "default-src 'none'" in came.headers["content-security-policy"]


def test_the_key_behind_the_cookie_is_for_its_owner_only(tmp_path: Path) -> None:
    with Studio(tmp_path):
        assert stat.S_IMODE((tmp_path / "studio.key").stat().st_mode) == 0o600


def test_a_key_that_others_can_read_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "studio.key").write_bytes(b"x" * 32)
    (tmp_path / "studio.key").chmod(0o644)
    with Studio(tmp_path):
        assert (tmp_path / "studio.key").read_bytes() != b"x" * 32


def test_the_cookie_outlives_a_restart_and_the_token_does_not(tmp_path: Path) -> None:
    with Studio(tmp_path) as first:
        first.enter()
        port, cookie, token = first.port, first.cookie, first.token
    with Studio(tmp_path, port=port) as second:
        assert second.get("/", cookie=cookie).status == 200
        assert second.get(f"/?token={token}").status == 403


# --------------------------------------------------------------------------- behind a proxy, open to others


@pytest.mark.parametrize("prefix", ["/user/me/proxy/1/", "user/me/proxy/1"])
def test_behind_a_prefix_every_address_has_it(tmp_path: Path, prefix: str) -> None:
    with Studio(tmp_path, "--base-url", prefix) as studio:
        assert studio.base == "/user/me/proxy/1/"
        studio.enter()
        came = studio.get("/user/me/proxy/1/lesson/tape")
        assert came.status == 200
        links = [link["href"] for link in Reader(came.text).all("a") if link.get("href", "").startswith("/")]
        assert links
        assert all(link.startswith("/user/me/proxy/1/") for link in links)
        assert "frame-ancestors 'self'" in came.headers["content-security-policy"]
        assert studio.get("/lesson/tape").status == 200  # a proxy that takes the prefix away
        with studio.tab() as tab:
            assert tab.welcome["event"] == "welcome"


def test_a_proxys_own_address_is_answered_when_it_was_named(tmp_path: Path) -> None:
    with socket.socket() as found:  # the printed address is the proxy's, and does not say ours
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with Studio(tmp_path, "--base-url", "https://hub.example/me/", port=port) as studio:
        assert studio.url.startswith("https://hub.example/me/?token=")
        studio.port = port
        came = studio.get(f"/me/?token={studio.url.rpartition('=')[2]}", host="hub.example")
        assert "Secure" in came.headers["set-cookie"]
        studio.cookie = came.headers["set-cookie"].partition(";")[0]
        assert studio.get("/me/", host="hub.example").status == 200
        assert studio.get("/me/", host="evil.example").status == 421


PASSWORD = "correct horse"


def posted(studio: Studio, password: str) -> Answer:
    origin = f"http://127.0.0.1:{studio.port}"
    return studio.get("/enter", "POST", f"password={password}", origin=origin)


def test_open_to_others_it_asks_for_the_password(tmp_path: Path) -> None:
    with Studio(tmp_path, "--host", "0.0.0.0", GRADSCHOOL_PASSWORD=PASSWORD) as studio:
        came = studio.get("/lesson/tape")
        assert came.status == 401
        assert 'type="password"' in came.text
        assert posted(studio, "wrong").status == 403
        entered = posted(studio, "correct+horse")
        assert (entered.status, entered.headers["location"]) == (303, "/")
        studio.cookie = entered.headers["set-cookie"].partition(";")[0]
        assert studio.get("/lesson/tape").status == 200
        _, _, complained = studio.stop()
        assert "can run any code here" in complained


def test_guessing_the_password_is_slow(tmp_path: Path) -> None:
    with Studio(tmp_path, "--host", "0.0.0.0", GRADSCHOOL_PASSWORD=PASSWORD) as studio:
        began = time.monotonic()
        assert [posted(studio, word).status for word in ("a", "b")] == [403, 403]
        assert time.monotonic() - began >= 2


def test_an_endless_form_is_cut_off(tmp_path: Path) -> None:
    with Studio(tmp_path, "--host", "0.0.0.0", GRADSCHOOL_PASSWORD=PASSWORD) as studio:
        assert posted(studio, "x" * 100_000).status == 413


@pytest.mark.parametrize("password", ["", "short"])
def test_open_to_others_without_a_good_password_it_does_not_start(tmp_path: Path, password: str) -> None:
    with pytest.raises(AssertionError, match="did not start"):
        Studio(tmp_path, "--host", "0.0.0.0", GRADSCHOOL_PASSWORD=password)


def test_a_port_that_is_taken_is_said(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"it is taken\. Choose another with --port"):
        Studio(tmp_path, port=studio.port)


@pytest.mark.parametrize("url", ["/a?b", "ftp://x/", "/<script>/", "/ä/"])
def test_a_base_url_that_is_none_is_said(tmp_path: Path, url: str) -> None:
    with pytest.raises(AssertionError, match="is no path"):
        Studio(tmp_path, "--base-url", url)


# --------------------------------------------------------------------------- its process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly(tmp_path: Path, number: int) -> None:
    with Studio(tmp_path) as studio:
        status, said, complained = studio.stop(number)
    assert (status, complained) in ((0, ""), (-signal.SIGTERM, ""))
    assert number == signal.SIGTERM or "Everything is kept" in said
    assert not Path(f"/proc/{studio.process.pid}").exists()


LISTED = """
import sys
sys.argv = ["gradschool", "list"]
from gradschool.cli import main
try:
    main()
except SystemExit:
    print([name for name in ("starlette", "uvicorn", "jinja2", "websockets", "anyio") if name in sys.modules])
"""


def test_other_commands_import_nothing_of_it() -> None:
    said = subprocess.run([sys.executable, "-c", LISTED], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[]"
