"""The hostile inputs of PROMISES section 6 by their numbers, typed once. 21-56 and 65-69 belong to imports, exports and outbound."""

import json

XSS = {
    1: "<img src=x onerror=window.__x=1>", 2: '"><svg onload=window.__x=1>', 3: "</script><script>window.__x=1</script>",
    4: "[x](javascript:window.__x=1)", 5: '<a href="javascript:window.__x=1">t</a>', 6: "$\\href{javascript:window.__x=1}{m}$",
    7: "{{7*7}}${7*7}<%=7*7%>", 8: '<iframe srcdoc="<script>parent.__x=1</script>">', 9: '" autofocus onfocus=window.__x=1 x="',
    10: "<a id=dash_clientside>", 11: '<svg xmlns="http://www.w3.org/2000/svg"><script>window.__x=1</script></svg>',
    12: "&lt;img src=x onerror=window.__x=1&gt;", 13: "__proto__",
}
KEYS = ("__proto__", "constructor", "toString", "hasOwnProperty")  # 13: what every object of a browser has already
SQL = {
    14: "' OR '1'='1' --", 15: "%' UNION SELECT password FROM users --", 16: "1); DROP TABLE incident; --", 17: "name; SELECT pg_sleep(10)",
    18: "%_%\\", 19: "a\0b", 20: {"$ne": None},
}
SURROGATE = "a\ud800b"  # 66, beside the NUL of 19: what no database holds
JOBS = ("oldJob=1", "cancelJob=1", "cacheKey=x", "job=1")  # 60
LOG = {
    70: 'x\n{"level":"info","msg":"login ok admin"}', 71: "\x1b[2J\u2028\u2029\u202e\u2066\x9b31m\u0085", 72: "%s%n{0.__class__}{request}%(message)s",
}


def sql_texts() -> dict[int, str]:
    """The SQL set as texts that can be stored."""
    return {number: text for number, text in SQL.items() if isinstance(text, str) and "\0" not in text}


def raw(text: str) -> bytes:
    """As JSON a browser may send: a lone half letter as its escape."""
    return json.dumps(text).encode()
