"""From a picture and its scenarios to a brief, and from an edition of it to pages, Markdown, JSON and text."""

from sitroom.brief.compose import compose
from sitroom.brief.gate import Records, check_brief
from sitroom.brief.render_html import render_html
from sitroom.brief.render_json import render_json
from sitroom.brief.render_markdown import render_markdown
from sitroom.brief.render_scores import render_scores, score_cells, score_heads
from sitroom.brief.render_text import render_text

__all__ = [
    "Records",
    "check_brief",
    "compose",
    "render_html",
    "render_json",
    "render_markdown",
    "render_scores",
    "render_text",
    "score_cells",
    "score_heads",
]
