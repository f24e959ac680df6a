"""Volume over time as SVG: pygal works the bars out; colours and letters come from the page's own style sheet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import pygal
from lxml import etree
from markupsafe import Markup

# pygal looks for plug-ins at every later import of the whole process; nobody here has any
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

REFUSED = ("defs", "desc", "title")  # style and script stand in defs; the others only pygal's own script reads
BARE = pygal.Config(
    width=720, height=120, margin=0, spacing=0, js=[], css=[], disable_xml_declaration=True, show_legend=False,
    show_x_labels=False, show_y_labels=False, show_y_guides=True, print_values=False, min_scale=2, max_scale=4,
)  # fmt: skip


def draw_volume(volume: Sequence[dict[str, Any]], languages: Sequence[str], label: str) -> Markup:
    """Bars of documents by language, a bar a row of `volume` ({date, languages}); `label` is read out for the picture.

    Without axes, so that it may be stretched to any width; dates and numbers stand in the page around it.
    """
    chart = pygal.StackedBar(BARE)
    for code in languages:
        chart.add(code, [row["languages"].get(code, 0) or None for row in volume])
    return Markup(_bare(chart.render_tree(), volume, languages, label))  # noqa: S704  numbers and codes of ours


def _bare(svg: Any, volume: Sequence[dict[str, Any]], languages: Sequence[str], label: str) -> str:
    """The drawing without what a strict policy refuses, with colours by language and words for every bar."""
    etree.strip_tags(svg, etree.Comment)
    etree.strip_elements(svg, *REFUSED)
    for element in svg.xpath("descendant-or-self::*[@style or @id]"):
        for name in {"style", "id"} & set(element.attrib):
            del element.attrib[name]
    svg.attrib.update({"role": "img", "aria-label": label, "preserveAspectRatio": "none"})
    for place, code in enumerate(languages):
        _tell(svg, place, code, volume)
    return str(etree.tostring(svg, encoding="unicode"))


def _tell(svg: Any, place: int, code: str, rows: Sequence[dict[str, Any]]) -> None:
    """Give a language's bars its class, and each what it says under the pointer."""
    for series in svg.xpath(f".//*[contains(concat(@class, ' '), ' serie-{place} ')]"):
        series.set("class", f"series lang-{code}" if code.isalpha() else "series")
        for bar, row in zip(list(series.iter("rect")), rows, strict=False):
            if count := row["languages"].get(code):
                etree.SubElement(bar, "title").text = f"{row['date'][:10]}: {count} {code}"
            else:
                bar.getparent().remove(bar)
