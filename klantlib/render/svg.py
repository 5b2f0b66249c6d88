"""How does a drawing fit into a page? Small, named for who cannot see it, without styles that a page would refuse."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import groupby

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
REFERENCE = re.compile(r"url\(#([^)]+)\)")
PROPERTY = re.compile("[a-z]+(-[a-z]+)*")
NUMBER = re.compile(r"-?\d+\.\d+")
PLACES = "data-places"
DIGITS = 2  # of a point: a hundredth is finer than any screen shows
# What matplotlib's own style sheet says of every element; here it stands on the root, for a page has one style sheet.
INHERITED = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
PLACED = {"id", "d", "x", "y", "width", "height", "transform", "text-anchor"}
DRAWING = {
    SVG + name
    for name in ("svg", "g", "defs", "path", "use", "text", "tspan", "rect", "clipPath", "pattern", "circle", "line")
}
DRAWN = {SVG + name for name in ("path", "use", "text")}
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)


def clean(
    source: bytes, title: str, description: str, fonts: Sequence[str] = (), prefix: str = "", places: str = ""
) -> str:
    """
    matplotlib's drawing as an <svg> that can stand in a page beside others.

    It has role="img" with a title and a description, attributes in the place of styles, ids that begin with
    `prefix` (else with a hash), and coordinates of two digits; text is text in one of `fonts`, else in the page's.
    Only what draws is left: no scripts, no links, nothing from elsewhere. `places` tells where each row of the data
    stands; a drawing that has them keeps them.
    """
    root = etree.fromstring(source, PARSER)
    for element in root.iter(etree.Element):
        _plain(element)
    _harmless(root)
    _own_ids(root, prefix or "c" + hashlib.sha256(source + title.encode() + description.encode()).hexdigest()[:8])
    _flatten(root)
    _share(root)
    root.attrib.update({"role": "img", **INHERITED, **({"font-family": _families(fonts)} if fonts else {})})
    if places:
        root.set(PLACES, places)
    _named(root, title, description)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["xlink"])
    return etree.tostring(root, encoding="unicode")


def _harmless(root: etree._Element) -> None:
    """Elements that draw stay, with attributes that refer to the drawing itself only."""
    for element in [*root.iter()]:
        if element.tag not in DRAWING and element is not root:
            element.getparent().remove(element)
    for element in root.iter():
        for name, value in element.attrib.items():
            own_link = name == LINK and value.startswith("#")
            leads = name.endswith("href") and not own_link
            loads = value.count("url(") > len(REFERENCE.findall(value))
            if leads or loads or name.lower().startswith("on"):
                del element.attrib[name]


def _plain(element: etree._Element) -> None:
    """Styles become attributes, so that a page's colours can go before them; numbers are shortened."""
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if PROPERTY.fullmatch(name):
            element.set(name, value)
    element.attrib.pop("font-family", None)
    if element.get("transform", "").startswith("rotate(-0 "):
        del element.attrib["transform"]
    for name in ("d", "x", "y", "width", "height", "transform", "stroke-dasharray"):
        if name in element.attrib:
            element.set(name, NUMBER.sub(_short, " ".join(element.get(name).split())))


def _short(match: re.Match) -> str:
    return format(round(float(match[0]), DIGITS) + 0.0, "g") if abs(float(match[0])) < 1e4 else match[0]


def _own_ids(root: etree._Element, prefix: str) -> None:
    """Ids that something refers to get the drawing's own prefix; the others go."""
    used = {reference for e in root.iter() for value in e.attrib.values() for reference in REFERENCE.findall(value)}
    used |= {e.get(LINK)[1:] for e in root.iter() if e.get(LINK)}
    names = {name: f"{prefix}--{number}" for number, name in enumerate(sorted(used))}
    for element in root.iter():
        if name := names.get(element.attrib.pop("id", "")):
            element.set("id", name)
        for key, value in element.attrib.items():
            if key == LINK:
                element.set(key, "#" + names[value[1:]])
            elif "url(#" in value:
                element.set(key, REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value))
    for element in root.iter(SVG + "defs"):
        for shape in element.iter(SVG + "path"):  # whoever uses a marker colours it
            if shape.get("id"):
                [shape.attrib.pop(name, None) for name in ("fill", "stroke", "stroke-width")]
    root.set("id", f"{prefix}--svg")


def _flatten(root: etree._Element) -> None:
    """Groups that say nothing give their place to what they hold; empty ones go."""
    for group in reversed([*root.iter(SVG + "g", SVG + "defs")]):
        if not len(group):
            group.getparent().remove(group)
        elif group.tag == SVG + "g" and not group.attrib:
            parent, at = group.getparent(), group.getparent().index(group)
            parent[at : at + 1] = list(group)


def _share(root: etree._Element) -> None:
    """Neighbours that look alike say so once: hundreds of points, one colour."""
    for parent in [root, *root.iter(SVG + "g")]:
        for _, members in _alike(parent, {SVG + "g"}, 2):
            for member in members[1:]:
                members[0].extend(member)
                parent.remove(member)
    for parent in [root, *root.iter(SVG + "g")]:
        for look, members in _alike(parent, DRAWN, 3):
            group = etree.Element(SVG + "g", dict(look))
            parent.insert(parent.index(members[0]), group)
            for member in members:
                [member.attrib.pop(name) for name, _ in look]
                group.append(member)


def _alike(parent: etree._Element, tags: set[str], least: int) -> list[tuple[tuple, list]]:
    """Runs of children with one of these tags and the same look, of at least so many."""
    runs = [(tag, look, [*run]) for (tag, look), run in groupby(parent, _look)]
    return [(look, run) for tag, look, run in runs if tag in tags and len(run) >= least]


def _look(element: etree._Element) -> tuple[str, tuple]:
    """What an element is, and how it looks: everything but what it draws and where."""
    return element.tag, tuple(sorted((k, v) for k, v in element.attrib.items() if k not in PLACED and k != LINK))


def _families(fonts: Sequence[str]) -> str:
    return ", ".join([f"'{name}'" if " " in name else name for name in fonts] + ["sans-serif"])


def _named(root: etree._Element, title: str, description: str) -> None:
    """Title and description first, where a screen reader looks for them."""
    for position, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = etree.Element(SVG + tag, id=f"{root.get('id')}-{tag}")
        element.text = text
        root.insert(position, element)
    root.set("aria-labelledby", f"{root.get('id')}-title {root.get('id')}-desc")
