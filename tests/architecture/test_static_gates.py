"""Ways of writing that are never safe here, found by reading the source. Each gate proves that it fires."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# The one file that may do what a gate forbids, with the reason.
EXCEPTIONS = {
    "Markup": {
        "equity_tracker/web/svg.py",  # draws pictures out of numbers and escaped words
        "equity_tracker/public/views/excerpts.py",  # marks words in escaped text, hundreds on a page
        "equity_tracker/reports/record_facts.py",  # a code drawn by a library, which escapes its title
    },
    "the host of a request": {"equity_tracker/web/security.py"},  # compares Origin with it, makes no link
    "the clock": {"equity_tracker/clock.py"},  # the one reader of the clock
    "the environment": {"equity_tracker/config.py"},  # the one reader of the environment
    "inline style": {"templates/emails/layout.html"},  # a mail program fetches no style sheet
}
UNSAFE_MODULES = {"dill", "marshal", "pickle", "random", "shelve"}
FORGEABLE_ADDRESSES = {"base_url", "host", "host_url", "root_url", "url_root"}


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for such an expression; what is not a name has the empty string in its place."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def called(node: ast.AST) -> str:
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def last_called(node: ast.AST) -> str:
    return called(node).rpartition(".")[2]


def is_built_by_hand(node: ast.AST) -> bool:
    """Say whether a string is put together at run time, so that a value may become SQL."""
    by_method = last_called(node) in {"format", "join", "replace"}
    return isinstance(node, ast.JoinedStr | ast.BinOp) or by_method


def imports_unsafe(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name.partition(".")[0] in UNSAFE_MODULES for alias in node.names)
    return isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in UNSAFE_MODULES


def reads_clock(node: ast.AST) -> bool:
    owner, _, method = called(node).rpartition(".")
    is_clock = owner.rpartition(".")[2] in {"date", "datetime"} and method in {"now", "today", "utcnow"}
    return is_clock or called(node) in {"time.localtime", "time.time"}


def has_keyword(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and any(keyword.arg == name for keyword in node.keywords)


def is_sql_by_hand(node: ast.AST) -> bool:
    # A picture has a text() of its own, so that name counts only where SQLAlchemy's is meant.
    is_text = called(node) in {"text", "sa.text", "sql.text", "sqlalchemy.text"}
    is_sql = is_text or last_called(node) in {"exec_driver_sql", "literal_column"}
    return is_sql and isinstance(node, ast.Call) and any(is_built_by_hand(argument) for argument in node.args)


def is_forgeable_address(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and dotted(node.value) == "request"
        and node.attr in FORGEABLE_ADDRESSES
    )


PYTHON_GATES: dict[str, Callable[[ast.AST], bool]] = {
    # Writes every declared field, also those that the page never showed.
    "populate_obj": lambda node: isinstance(node, ast.Attribute) and node.attr == "populate_obj",
    "templates out of strings": lambda node: last_called(node) in {"from_string", "render_template_string"},
    "Markup": lambda node: last_called(node) == "Markup",
    "SQL out of pieces": is_sql_by_hand,
    "unsafe modules": imports_unsafe,
    "unsafe YAML": lambda node: called(node) in {"yaml.load", "yaml.load_all", "yaml.unsafe_load"},
    "a shell": lambda node: has_keyword(node, "shell") or called(node) in {"os.popen", "os.system"},
    "code out of strings": lambda node: called(node) in {"eval", "exec"},
    "broken hashes": lambda node: last_called(node) in {"md5", "sha1"},
    # Whoever sends the request writes its Host header; links come from PUBLIC_BASE_URL.
    "the host of a request": is_forgeable_address,
    "the clock": reads_clock,
    # Queries without an organisation.
    "query.get": lambda node: called(node).endswith("query.get"),
    "the environment": lambda node: (
        isinstance(node, ast.expr) and dotted(node) in {"os.environ", "os.getenv"}
    ),
    # Lets a line break through into a header.
    "formataddr": lambda node: last_called(node) == "formataddr",
    # Without a context the certificate is not looked at.
    "unchecked TLS": lambda node: last_called(node) == "starttls" and not has_keyword(node, "context"),
}

TEMPLATE_GATES = {
    "|safe": r"\|\s*safe\b",
    "autoescape off": r"\{%-?\s*autoescape\s+false",
    "style attribute": r"""<[^<>]*\sstyle\s*=""",
    "event attribute": r"""<[^<>]*\son[a-z]+\s*=""",
    # What machines read of a page is data: no browser runs a script of that type, and no policy minds it.
    "inline script": r"<script\b(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)",
    "inline style": r"<style\b",
    "script address": r"javascript:",
    "data address": r"""(?:=\s*["']?|url\(\s*["']?)data:""",
    "asset from elsewhere": r"""<(?:iframe|img|link|script)\b[^>]*\s(?:src|href)=["']?(?:https?:)?//""",
}
STYLE_GATES = {
    "data address": r"url\(\s*[\"']?data:",
    "asset from elsewhere": r"(?:url\(\s*[\"']?|@import\s+[\"'])(?:https?:)?//",
}
SCRIPT_GATES = {
    "markup out of strings": r"\.(?:innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|document\.write",
    "code out of strings": r"\beval\(|new Function\(|set(?:Timeout|Interval)\(\s*[\"'`]",
    "style attribute": r"setAttribute\(\s*[\"']style",
    "asset from elsewhere": r"(?:fetch|import)\(\s*[\"'`](?:https?:)?//",
}


def python_faults(source: str, path: str = "") -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(source)):
        for gate, fires in PYTHON_GATES.items():
            if path not in EXCEPTIONS.get(gate, set()) and fires(node):
                yield gate, getattr(node, "lineno", 0)


def text_faults(source: str, gates: dict[str, str], path: str = "") -> Iterator[tuple[str, int]]:
    for gate, pattern in gates.items():
        if path in EXCEPTIONS.get(gate, set()):
            continue
        for match in re.finditer(pattern, source, re.IGNORECASE):
            yield gate, source.count("\n", 0, match.start()) + 1


def read(pattern: str) -> list[tuple[str, str]]:
    """Return the name and text of our own files; what others made is under vendor/."""
    paths = [path for path in sorted(ROOT.glob(pattern)) if path.is_file() and "vendor" not in path.parts]
    assert paths, f"{pattern} finds nothing to look at"
    return [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in paths]


def test_no_python_of_ours_is_written_unsafely() -> None:
    files = read("equity_tracker/**/*.py") + read("app.py")

    assert [f"{name}:{line} {gate}" for name, text in files for gate, line in python_faults(text, name)] == []


@pytest.mark.parametrize(
    ("pattern", "gates"),
    [
        ("templates/**/*.*", TEMPLATE_GATES),
        ("equity_tracker/static/**/*.css", STYLE_GATES),
        ("equity_tracker/static/**/*.js", SCRIPT_GATES),
        ("equity_tracker/static/**/*.svg", TEMPLATE_GATES),
    ],
)
def test_nothing_that_a_browser_reads_is_written_unsafely(pattern: str, gates: dict[str, str]) -> None:
    files = read(pattern)

    faults = [
        f"{name}:{line} {gate}" for name, text in files for gate, line in text_faults(text, gates, name)
    ]
    assert faults == []


def test_an_exception_is_for_a_file_that_exists() -> None:
    assert [path for paths in EXCEPTIONS.values() for path in paths if not (ROOT / path).is_file()] == []


PYTHON_PLANTS = {
    "populate_obj": ["form.populate_obj(commitment)"],
    "templates out of strings": ["flask.render_template_string(text)", "environment.from_string(text)"],
    "Markup": ["Markup(title)", "markupsafe.Markup(f'<b>{title}</b>')"],
    "SQL out of pieces": [
        "session.execute(text(f'SELECT {x}'))",
        "text('SELECT ' + x)",
        "sa.text('SELECT {}'.format(x))",
        "connection.exec_driver_sql('SELECT %s' % x)",
        "literal_column(', '.join(names))",
    ],
    "unsafe modules": ["import pickle", "import random as r", "from random import choice"],
    "unsafe YAML": ["yaml.load(text)"],
    "a shell": ["subprocess.run(line, shell=True)", "os.system(line)"],
    "code out of strings": ["eval(text)", "exec(text)"],
    "broken hashes": ["hashlib.md5(text)", "sha1(text)"],
    "the host of a request": ["link = request.host_url + path", "request.host"],
    "the clock": [
        "datetime.now()",
        "datetime.now(UTC)",
        "dt.date.today()",
        "datetime.datetime.utcnow()",
        "time.time()",
    ],
    "query.get": ["Commitment.query.get(3)", "db.session.query.get(3)"],
    "the environment": ["os.environ['SECRET_KEY']", "os.getenv('PORT')"],
    "formataddr": ["email.utils.formataddr((name, address))"],
    "unchecked TLS": ["server.starttls()"],
}
TEMPLATE_PLANTS = {
    "|safe": ["{{ title|safe }}", "{{ title | safe }}"],
    "autoescape off": ["{% autoescape false %}"],
    "style attribute": ['<p style="color: red">', '<p\n  class="a"\n  style = "">'],
    "event attribute": ['<a href="/" onclick="go()">', "<body onload=go()>"],
    "inline script": ["<script>go()</script>", '<script type="module">go()</script>'],
    "inline style": ["<style>p { color: red }</style>"],
    "script address": ['<a href="javascript:go()">'],
    "data address": ['<img src="data:image/png;base64,AA">', "<use href=data:,>"],
    "asset from elsewhere": [
        '<script src="https://cdn.example/a.js">',
        "<img alt='' src='//cdn.example/a.png'>",
    ],
}
STYLE_PLANTS = {
    "data address": ["a { background: url(data:image/png;base64,AA) }"],
    "asset from elsewhere": [
        '@import "//fonts.example/a.css"',
        "a { background: url('https://cdn.example/a') }",
    ],
}
SCRIPT_PLANTS = {
    "markup out of strings": ["list.innerHTML = text", "document.write(text)"],
    "code out of strings": ["eval(text)", "new Function(text)", "setTimeout('go()', 1)"],
    "style attribute": ["node.setAttribute('style', 'color: red')"],
    "asset from elsewhere": ["fetch('https://elsewhere.example')"],
}


def plants(by_gate: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(gate, source) for gate, sources in by_gate.items() for source in sources]


def test_every_gate_has_been_seen_to_fire() -> None:
    assert PYTHON_PLANTS.keys() == PYTHON_GATES.keys()
    assert TEMPLATE_PLANTS.keys() == TEMPLATE_GATES.keys()
    assert STYLE_PLANTS.keys() == STYLE_GATES.keys()
    assert SCRIPT_PLANTS.keys() == SCRIPT_GATES.keys()


@pytest.mark.parametrize(("gate", "source"), plants(PYTHON_PLANTS))
def test_a_gate_for_python_fires(gate: str, source: str) -> None:
    assert {found for found, _ in python_faults(source)} == {gate}


@pytest.mark.parametrize(("gate", "source"), plants(TEMPLATE_PLANTS))
def test_a_gate_for_templates_fires(gate: str, source: str) -> None:
    assert gate in {found for found, _ in text_faults(source, TEMPLATE_GATES)}


@pytest.mark.parametrize(("gate", "source"), plants(STYLE_PLANTS))
def test_a_gate_for_styles_fires(gate: str, source: str) -> None:
    assert gate in {found for found, _ in text_faults(source, STYLE_GATES)}


@pytest.mark.parametrize(("gate", "source"), plants(SCRIPT_PLANTS))
def test_a_gate_for_scripts_fires(gate: str, source: str) -> None:
    assert gate in {found for found, _ in text_faults(source, SCRIPT_GATES)}


@pytest.mark.parametrize(
    "source",
    [
        "text('lifecycle = :published')",
        "func.now()",
        "clock.today()",
        "yaml.safe_load(text)",
        "hashlib.sha256(text)",
        "subprocess.run([sys.executable], check=True)",
        "server.starttls(context=ssl.create_default_context())",
        "organisation.host",
        "forms.get('populate')",
    ],
)
def test_safe_python_passes(source: str) -> None:
    assert list(python_faults(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{{ asset(name) }}" defer></script>',
        '<a href="https://www.example.org/">A source</a>',
        '<table class="style"><tr data-on="x"><td>on = 3, style = plain</td></tr></table>',
        '<dl data-colour="a"></dl>',
        "{{ safe_words }}",
    ],
)
def test_safe_templates_pass(source: str) -> None:
    assert list(text_faults(source, TEMPLATE_GATES)) == []
