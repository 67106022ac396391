"""Words and marks of JavaScript: how strongly operators bind, and what begins a statement."""

from __future__ import annotations

import re

from scrub.scripts.known import UNKNOWN

BINDING = {
    ",": 1, "=": 2, "+=": 2, "-=": 2, "*=": 2, "/=": 2, "%=": 2, "|=": 2, "&=": 2, "^=": 2, "<<=": 2, ">>=": 2,
    ">>>=": 2, "=>": 2, "?": 3, "||": 4, "??": 4, "&&": 5, "|": 6, "^": 7, "&": 8, "==": 9, "!=": 9, "===": 9,
    "!==": 9, "<": 10, ">": 10, "<=": 10, ">=": 10, "in": 10, "instanceof": 10, "<<": 11, ">>": 11, ">>>": 11,
    "+": 12, "-": 12, "*": 13, "/": 13, "%": 13, "**": 14,
}  # fmt: skip
ASSIGNMENT = 2
UNARY = 15
PREFIXES = frozenset({"!", "-", "+", "~", "typeof", "void", "delete", "await"})
WORDS = {
    "true": True,
    "false": False,
    "null": None,
    "undefined": UNKNOWN,
    "NaN": UNKNOWN,
    "Infinity": UNKNOWN,
}
STATEMENTS = frozenset(
    {"var", "let", "const", "return", "if", "else", "for", "while", "do", "switch", "case", "break", "continue",
     "try", "catch", "finally", "throw", "class", "import", "export", "default"}
)  # fmt: skip
INSERTION = re.compile(r"\$\{([^{}`]{0,500})\}")
