"""What a secret looks like, wherever it stands in a line: in a body, a URI, a header, a command.

Each shape has words of which one must occur before its expression is tried: most lines hold none of them.
Over-cutting a word costs little; a password in the graph cannot be taken back.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import BytesAhoCorasick, Implementation

CUT = b"[redacted]"

_KEYS = tuple(a + between + b"key" for a in (b"api", b"access", b"private") for between in (b"", b"_", b"-"))
_WORDS = (b"passw", b"passphrase", b"secret", b"token", b"credentials", *_KEYS)
# Bounded, or a hostile line of nothing but such characters would be looked at again from each of them.
_NAME = rb"[\w.-]{0,60}"
# What stands between the words of a command: a shell's blanks, as they are or encoded, or a list in JSON or a URI.
# Go writes `&` as `\u0026`.
_GAP = rb"(?:\s|\+|%20|\\[nt]|\"\s*,\s*\"|\"\s*\]\s*,\s*\"args\"\s*:\s*\[\s*\"|(?:&|\\u0026)(?:command|arg)=)+"
_AFTER = _GAP + rb"(?:[^\n]{0,300}?" + _GAP + rb")?"  # other words of the same command
_WORD = rb"(?!-|%2[dD])[^\s\"&\\+]+"

# Behind a telling word: `=` and a value; the end of a key of JSON and a text, plain or inside a text; a value that
# is the next word of a command.
_ASSIGNED = re.compile(_NAME + rb"(?:\s*=\s*|%3[dD])(?P<value>[^\s&;'\"\\]+)")
_KEYED = re.compile(rb'(?:(?i:o?r?d))?"\s*:\s*"(?P<value>(?:[^"\\]|\\.)+)"')
_KEYED_INSIDE = re.compile(rb'(?:(?i:o?r?d))?\\"\s*:\s*\\"(?P<value>(?:[^"\\]|\\\\(?:\\"|\\\\|[^"\\]))+)\\"')
_NEXT = re.compile(_NAME + _GAP + rb"(?P<value>" + _WORD + rb")")
# Before it, read backwards: the start of a key, without the slashes of annotations, whose values are evidence;
# the dashes of an option, at the start of a word.
_KEY_BACKWARDS = re.compile(rb'[\w.-]*"')
_OPTION_BACKWARDS = re.compile(rb"[\w.-]*?-(?:[\da-fA-F]{2}%|[^\w.-]|\Z)")
_LOOK_BACK = 64


@dataclass(frozen=True, slots=True)
class Shape:
    """`marks`: lower-case, one of them occurs in every line that `pattern` fits, and in few others.

    The pattern's group `value` is the secret.
    """

    marks: tuple[bytes, ...]
    pattern: re.Pattern[bytes]


def _shape(marks: str, *pieces: bytes) -> Shape:
    return Shape(tuple(mark.encode() for mark in marks.split("|")), re.compile(b"".join(pieces)))


_ANYWHERE = (
    _shape("eyj", rb"(?P<value>eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)"),
    _shape("bearer", rb"(?i:bearer(?: |%20|\+))(?P<value>[\w.~+/-]{16,}=*)"),
    _shape("basic", rb"(?i:authorization(?:\W|%3a|%20){1,12}basic(?: |%20|\+))(?P<value>[\w+/%-]{6,}=*)"),
    _shape(
        "private key|private%20key|private+key",
        rb"(?P<value>-----BEGIN(?:[A-Z ]|%20|\+){0,40}PRIVATE(?: |%20|\+)KEY-----[^\"&]*)",
    ),
    _shape("://", rb"\w://[^\s/\"@:?#]*:(?P<value>[^\s\"@/?#]+)@"),
    _shape("%3a%2f%2f", rb"%3[aA]%2[fF]%2[fF][^\s/&\"%]*%3[aA](?P<value>[^\s&\"\\]+?)%40"),
    _shape("signature", rb"(?i:signature)(?:=|%3[dD])(?P<value>[^\s&\"\\]+)"),
    _shape("gh", rb"(?P<value>gh[oprsu]_\w{30,}|github_pat_\w{30,})"),
    _shape("glpat", rb"(?P<value>glpat-[\w-]{20,})"),
    _shape("xox", rb"(?P<value>xox[abeoprs]-[\w-]{10,})"),
    # Their names were the tokens themselves, before OpenShift hashed them.
    _shape("oauth", rb"oauth(?:access|authorize)tokens/(?!sha256~)(?P<value>[^/?\"\\&]+)"),
    _shape(
        "oauth",
        rb"oauth(?:access|authorize)tokens\\*\"[^{}]{0,500}?name\\*\"\s*:\s*\\*\"(?!sha256~)(?P<value>[^\"\\]+)",
    ),
    _shape("aiza", rb"(?P<value>AIza[\w-]{35})"),
    _shape("hvs.|hvb.|hvr.", rb"(?P<value>hv[sbr]\.[\w-]{8,})"),
    _shape(
        "npm_|dop_v1_|sk-|sg.", rb"(?P<value>npm_\w{30,}|dop_v1_\w{40,}|\bsk-[\w-]{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,})"
    ),
)
_BY_MARK = {mark: [shape for shape in _ANYWHERE if mark in shape.marks] for s in _ANYWHERE for mark in s.marks}
# Pieces of commands, as a shell has them or encoded in a URI.
_COLON, _IS = rb"(?::|%3[aA])", rb"(?:=|%3[dD])"
_QUOTE = rb"(?:'|%27|%22|\\u0027|\\+\")"
_VALUE = rb"(?P<value>[^\s\"&\\+]+)"
_SECRET_WORD = rb"(?P<value>" + _WORD + rb")"  # no option
_PIPE = rb"(?:\||%7[cC])"
_READS_SECRET = rb"(?:stdin|passwd|sudo|kinit|cryptsetup|login|openssl|gpg)"

_TOOLS = (
    # By kind, whatever the tool. A header of HTTP; a variable; a name and then its value; an option.
    _shape(
        "token|auth|secret|cookie|key|passw|credential",
        rb"(?i:[\w-]{0,40}(?:token|auth|authorization|secret|cookie|key|passw\w{1,4}|credentials?))", _COLON,
        rb"(?!//|%2[fF])(?:", _GAP, rb")?(?:(?i:bearer|basic|token|digest|negotiate)", _GAP, rb")?", _VALUE,
    ),
    _shape(
        "pass|pwd|psw|auth|cred|_key|_pw",
        rb"(?i:\b\w{0,40}(?:pass|pwd|psw|auth|creds?|_key|_pw))", _IS, _VALUE,
    ),
    _shape(
        "key|token|secret|requirepass|masterauth|passw",
        rb"(?i:(?<![\w-])[\w.-]{0,40}(?:secret_?access_?key|session_?token|requirepass|masterauth|[._](?:token|secret|"
        rb"passw\w{1,4})|api_?key))", _GAP, _SECRET_WORD,
    ),
    _shape(
        "pass",
        rb"-[\w-]{0,30}pass(?:in|out|wd|phrase)?(?:", _GAP, rb"|", _IS, rb")(?:pass", _COLON, rb")?", _VALUE,
    ),
    # What is given on standard input to something that asks for a secret: by a pipe, or in the command itself.
    _shape(
        "echo|printf",
        rb"(?:echo|printf)", _GAP, rb"(?P<value>(?:(?!%7[cC]|&(?:container|std\w+|tty)=)[^|\n]){1,300}?)", _PIPE,
        rb"[^\n]{0,120}?", _READS_SECRET,
    ),
    _shape(
        "<<<|%3c%3c%3c",
        _READS_SECRET, rb"[^\n]{0,200}?(?:<<<|%3[cC]%3[cC]%3[cC])(?:", _GAP, rb")?(?P<value>[^\n\"&|]{1,200})",
    ),
    # SQL
    _shape(
        "identified|password",
        rb"(?i:identified(?:", _GAP, rb"with", _GAP, rb"\w+)?", _GAP, rb"by|password)",
        rb"(?:", _GAP, rb"|", _IS, rb"|\(|%28){0,5}", _QUOTE, rb"(?P<value>[^'\"%&\\\n]+)",
    ),
    # By tool: short options and places that take a password.
    _shape(
        "mongo|sqlcmd|mosquitto|ipmitool|zip|7z|influx|cqlsh|rsync|ftp",
        rb"(?:mongo\w*|sqlcmd|mosquitto\w*|ipmitool|zip|7z\w*|influx|cqlsh|\w*ftp)", _AFTER,
        rb"-[pP](?:", _GAP, rb")?", _VALUE,
    ),
    _shape("redis-cli", rb"redis-cli", _AFTER, rb"(?i:auth)", _GAP, _VALUE),
    _shape("vault", rb"vault", _GAP, rb"login", _GAP, _SECRET_WORD),
    _shape("htpasswd", rb"htpasswd", _AFTER, rb"-\w*b\w*", _GAP, _WORD, _GAP, _WORD, _GAP, _VALUE),
    _shape("add_user|change_password", rb"(?:add_user|change_password)", _GAP, _WORD, _GAP, _VALUE),
    _shape("from-literal", rb"--from-literal(?:", _GAP, rb"|", _IS, rb")[\w.-]{1,60}", _IS, _VALUE),
    _shape("smbclient|rpcclient", rb"(?:smb|rpc)client", _AFTER, rb"-U", _GAP, rb"[\w.\\-]{1,60}%(?:25)?", _VALUE),
    _shape("mysql|mariadb", rb"(?:mysql|mariadb)[\w-]*", _AFTER, rb"-p", _VALUE),
    _shape("sshpass", rb"sshpass", _GAP, rb"-p(?:", _GAP, rb")?", _SECRET_WORD),
    _shape("redis-cli", rb"redis-cli", _AFTER, rb"-a", _GAP, _SECRET_WORD),
    _shape("ldap", rb"ldap\w+", _AFTER, rb"-w", _GAP, _SECRET_WORD),
    _shape("login", rb"login", _AFTER, rb"-p(?:", _GAP, rb")?", _SECRET_WORD),
    _shape(
        "curl|wget",
        rb"(?:curl|wget)", _AFTER, rb"(?:-u|--user|--proxy-user)(?:", _GAP, rb"|=)?",
        rb"[^\s\"&\\+:%]+(?::|%3[aA])(?P<value>[^\s\"&\\+]+)",
    ),
)  # fmt: skip


# In a line without any of these nothing is cut by place, see `redaction`.
PLACES = frozenset((
    b'"secrets"', b'"configmaps"', b'"tokenreviews"', b'"certificatesigningrequests"', b'"token"', b'"env"',
    b'"stringdata"', b"last-applied-configuration", b'"oauth', b'object\\"', b"\n",
))  # fmt: skip
_COMMANDS = (b"command", b'"args"')
Marks = dict[bytes, list[int]]


class _Finder:
    """Where marks stand, whatever their case, in one pass."""

    def __init__(self, marks: Iterable[bytes]) -> None:
        self._marks = list(dict.fromkeys(marks))
        self._automaton = BytesAhoCorasick(self._marks, implementation=Implementation.DFA)

    def find(self, raw: bytes) -> Marks:
        found: Marks = {}
        for mark, start, _ in self._automaton.find_matches_as_indexes(raw.lower(), overlapping=True):
            found.setdefault(self._marks[mark], []).append(start)
        return found


# Most lines have none of the first. Of the second nearly all have some (`auth`, `key`), but few hold a command.
_FINDER = _Finder((*_WORDS, *_BY_MARK, *_COMMANDS, *PLACES))
_FINDER_OF_TOOLS = _Finder(mark for tool in _TOOLS for mark in tool.marks)


def find_marks(raw: bytes) -> Marks:
    """What tells that something may have to be cut, and where it stands: most lines have none."""
    return _FINDER.find(raw)


def cut_shapes(raw: bytes, marks: Marks) -> bytes:
    """The text without what looks like a secret. `marks` are those that it has."""
    spans = list(_named_values(raw, marks))
    for shape in _shapes_in(raw, marks):
        spans += [found.span("value") for found in shape.pattern.finditer(raw)]
    return _without(raw, spans) if spans else raw


def _shapes_in(raw: bytes, marks: Marks) -> Iterator[Shape]:
    for mark in marks:
        yield from _BY_MARK.get(mark, ())
    if any(mark in marks for mark in _COMMANDS):
        of_tools = _FINDER_OF_TOOLS.find(raw)
        yield from (tool for tool in _TOOLS if any(mark in of_tools for mark in tool.marks))


def _named_values(raw: bytes, marks: Marks) -> Iterator[tuple[int, int]]:
    """Where values stand that a telling word names."""
    for word in _WORDS:
        for at in marks.get(word, ()):
            end = at + len(word)
            if found := _ASSIGNED.match(raw, end) or _keyed_or_next(raw, at, end):
                yield found.span("value")


def _keyed_or_next(raw: bytes, at: int, end: int) -> re.Match[bytes] | None:
    backwards = raw[max(0, at - _LOOK_BACK) : at][::-1]
    if found := _KEYED.match(raw, end) or _KEYED_INSIDE.match(raw, end):
        return found if _KEY_BACKWARDS.match(backwards) else None
    found = _NEXT.match(raw, end)
    return found if found and _OPTION_BACKWARDS.match(backwards) else None


def _without(raw: bytes, spans: list[tuple[int, int]]) -> bytes:
    parts, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            parts += [raw[done:start], CUT]
        done = max(done, end)
    return b"".join((*parts, raw[done:]))
