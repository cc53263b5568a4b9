"""Markup to a tree, safely, and out of the tree what a reader of the page does not see."""

from __future__ import annotations

import re

from lxml import etree, html  # type: ignore[import-untyped]

# Deeper than any page is built by hand or by a content system; libxml2 itself drops what lies below 256.
MAX_DEPTH = 200
_NESTING = re.compile(
    r"<(?P<close>/?)(?:div|span|section|article|main|aside|header|footer|b|i|u|s|em|strong|font|center|blockquote|table"
    r"|ul|ol|dl|a|form|fieldset|figure|big|small|sub|sup|code|tt|nav|label|q|ins|del|mark|bdo|bdi|details"
    r"|[a-z]{1,20}-[a-z-]{1,40})"
    r"\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "canvas", "math", "select", "option",
    "button", "input", "textarea", "audio", "video", "map", "datalist", "dialog",
)  # fmt: skip
_DECLARATION = re.compile(r"^<\?xml[^>]{0,200}\?>")
_NO_CHARACTER = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]|127)(?!\d)"
    r"|x0*(?:[0-8bcef]|1[0-9a-f]|7f|d[89a-f][0-9a-f]{2}|fff[ef])(?![0-9a-f]));?",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![-\w])opacity\s*:\s*0?\.?0+(?:%|\s*(?:;|!|$))"
    r"|font-size\s*:\s*0?\.?[01]?(?:px|pt|em|rem|%)?\s*(?:;|!|$)|(?:left|top|text-indent)\s*:\s*-\d{3,}"
    r"|(?<![-\w])(?:width|height)\s*:\s*0(?:px)?\s*(?:;|$)|clip\s*:\s*rect\(\s*0",
    re.IGNORECASE,
)
_WHITE = r"(?:white|#fff(?:fff)?(?:ff)?|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent)"
_WHITE_TEXT = re.compile(rf"(?<![-\w])color\s*:\s*{_WHITE}", re.IGNORECASE)
_BACKGROUND = re.compile(r"background(?:-color|-image)?\s*:\s*([^;]+)", re.IGNORECASE)
_WHITE_GROUND = re.compile(_WHITE, re.IGNORECASE)
_AT_RULE = re.compile(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PLAIN_SELECTOR = re.compile(r"(?:[a-z]+)?([.#])([\w-]+)$", re.IGNORECASE)


def parse(markup: str) -> tuple[html.HtmlElement | None, tuple[str, ...]]:
    """Return the tree of a page, None where it is empty, and a warning where it was too deep and was flattened."""
    warnings: tuple[str, ...] = ()
    if _too_deep(markup):
        markup = _NESTING.sub(" ", markup)
        warnings = ("nested too deeply: read without its layout",)
    # libxml2 stops at a NUL and makes characters of references that no XML may hold; a declared encoding does not
    # concern text that is decoded already.
    markup = _NO_CHARACTER.sub(" ", markup).lstrip("\ufeff \t\r\n")
    markup = _DECLARATION.sub("", markup)
    if not markup.strip():
        return None, warnings
    try:
        return html.document_fromstring(markup, parser=html.HTMLParser(remove_comments=True, remove_pis=True)), warnings
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None, warnings


def _too_deep(markup: str) -> bool:
    """Count the open elements from left to right; elements that HTML lets end by themselves do not count."""
    depth = 0
    for match in _NESTING.finditer(markup):
        if match["close"]:
            depth = max(0, depth - 1)
        elif not match[0].endswith("/>"):
            depth += 1
            if depth > MAX_DEPTH:
                return True
    return False


def strip_unseen(tree: html.HtmlElement) -> bool:
    """Take out of a tree what a reader of the page does not see, and tell whether any of it was text."""
    hidden_names = _hidden_by_sheet(tree)
    for element in list(tree.iter(*_DROPPED)):
        _drop(element)
    hidden = [element for element in tree.iter() if _is_hidden(element, hidden_names)]
    found = False
    for element in hidden:
        found = found or bool(_SPACE.sub("", element.text_content()))
        _drop(element)
    return found


def _drop(element: html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _is_hidden(element: html.HtmlElement, names: frozenset[str]) -> bool:
    # Pages hide their whole body until their scripts have run.
    if not isinstance(element.tag, str) or element.tag in {"html", "body", "head"}:
        return False
    get = element.get
    if get("hidden") is not None or (get("aria-hidden") or "").lower() == "true":
        return True
    style = get("style")
    if style and (_HIDDEN_STYLE.search(style) or _white_on_white(style)):
        return True
    if (get("color") or "").lower() in {"white", "#fff", "#ffffff"} and element.tag == "font":
        return True
    if not names:
        return False
    return f"#{get('id')}" in names or any(f".{name}" in names for name in (get("class") or "").split())


def _white_on_white(style: str) -> bool:
    if not _WHITE_TEXT.search(style):
        return False
    ground = _BACKGROUND.search(style)
    return ground is None or bool(_WHITE_GROUND.match(ground[1].strip()))


def _hidden_by_sheet(tree: html.HtmlElement) -> frozenset[str]:
    """Return the classes and ids that the page's own style sheet hides on every screen: ".x", "#y"."""
    names = set()
    for sheet in tree.iter("style"):
        for selectors, body in _RULE.findall(_AT_RULE.sub("", sheet.text or "")):
            if not _HIDDEN_STYLE.search(body):
                continue
            for selector in selectors.split(","):
                match = _PLAIN_SELECTOR.match(selector.strip())
                if match:
                    names.add(match[1] + match[2])
    return frozenset(names)
