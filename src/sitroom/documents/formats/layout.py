"""From an element tree to readable text: paragraphs, list entries and table rows each on their own."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]

_PARAGRAPHS = frozenset(
    {
        "p", "div", "section", "article", "main", "aside", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6",
        "head", "blockquote", "quote", "ul", "ol", "dl", "list", "table", "thead", "tbody", "tfoot", "figure",
        "figcaption", "caption", "pre", "address", "form", "fieldset", "details", "summary", "center", "body",
        "hr", "nav",
    }
)  # fmt: skip
_ENTRIES = frozenset({"li", "item", "dt", "dd"})
_CELLS = frozenset({"td", "th", "cell"})
_ROWS = frozenset({"tr", "row"})
_BREAKS = frozenset({"br", "lb"})
# A row of figures is short; a longer one is a page laid out with a table.
_LONGEST_ROW = 400
_BULLET = "• "
_BAR = " | "
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BARS = re.compile(r"\s*\|[\s|]*")


def to_text(root: etree._Element) -> str:
    """Return the text below an element.

    Paragraphs are parted by a blank line. List entries ("• …"), the rows of a table ("Northern | 12,400 | 31") and
    broken lines stand on a line each; two breaks in a row part paragraphs. Elements of HTML and of trafilatura's TEI
    are both known.
    """
    page = _Page()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            page.open(element, tag)
        else:
            page.close(element, tag)
            if element is not root and element.tail:
                page.write(element.tail)
    return page.text()


class _Page:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._pieces: list[str] = []
        self._gap = ""
        self._row: etree._Element | None = None
        self._broken = False
        self._entries = 0

    def text(self) -> str:
        self._end_line("\n\n")
        return "".join(self._lines)

    def write(self, text: str) -> None:
        self._pieces.append(text)

    def open(self, element: etree._Element, tag: str) -> None:
        if self._row is not None:
            self._open_in_row(tag)
        elif tag in _ROWS and _is_data(element):
            self._end_line("\n")
            self._row = element
        elif tag in _PARAGRAPHS or tag in _CELLS:
            if self._pieces != [_BULLET]:
                self._end_paragraph()
        elif tag in _ENTRIES:
            self._end_line("\n")
            self._entries += 1
            self.write(_BULLET)
        elif tag in _BREAKS:
            twice = self._broken and not "".join(self._pieces).strip()
            self._end_line("\n\n" if twice else "\n")
            self._broken = True
        if element.text and tag:
            self.write(element.text)

    def close(self, element: etree._Element, tag: str) -> None:
        if element is self._row:
            self._end_line("\n")
            self._row = None
        elif self._row is None:
            if tag in _PARAGRAPHS or tag in _CELLS:
                self._end_paragraph()
            elif tag in _ENTRIES or tag in _ROWS:
                self._end_line("\n")
                self._entries -= tag in _ENTRIES

    def _open_in_row(self, tag: str) -> None:
        if tag in _CELLS:
            self.write(_BAR)
        elif tag in _PARAGRAPHS or tag in _BREAKS or tag in _ENTRIES:
            self.write(" ")

    def _end_paragraph(self) -> None:
        """A list is one paragraph, whatever stands in its entries."""
        self._end_line("\n" if self._entries else "\n\n")

    def _end_line(self, gap: str) -> None:
        """Finish the line at hand; `gap` is the least that must stand before the next one."""
        line = _BLANKS.sub(" ", "".join(self._pieces)).strip()
        self._pieces.clear()
        if self._row is not None:
            line = _BARS.sub(_BAR, line).strip(_BAR)
        if line and line != _BULLET.strip():
            self._lines.append(self._gap + line if self._lines else line)
            self._gap = gap
        else:
            self._gap = max(self._gap, gap, key=len)
        self._broken = False


def _is_data(row: etree._Element) -> bool:
    cells = [child for child in row if child.tag in _CELLS]
    if len(cells) < 2 or any(True for _ in row.iter("table", "ul", "ol", "list")):
        return False
    return sum(len(text.strip()) for text in row.itertext()) <= _LONGEST_ROW
