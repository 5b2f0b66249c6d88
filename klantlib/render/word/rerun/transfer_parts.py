"""How do pictures and charts go to another document? Part by part, each with what it leans on, and none twice."""

from __future__ import annotations

import hashlib
import re
from itertools import count

from docx.opc.packuri import PackURI
from docx.opc.part import Part


class Parts:
    """The parts that one document brings into another."""

    def __init__(self, source: Part, target: Part):
        self.source, self.target = source, target
        self._relations: dict[str, str] = {}
        self._names = {str(part.partname) for part in target.package.iter_parts()}
        self._held = {_print(part): part for part in target.related_parts.values() if not part.rels}

    def relation(self, number: str) -> str:
        """The number in the target of what has this number in the source."""
        if number not in self._relations:
            old = self.source.rels[number]
            target = old.target_ref if old.is_external else self._part(old.target_part)
            self._relations[number] = self.target.relate_to(target, old.reltype, old.is_external)
        return self._relations[number]

    def _part(self, part: Part) -> Part:
        """A part with all that it leans on; a picture that is there already is not brought again."""
        if not part.rels and (held := self._held.get(_print(part))):
            return held
        package = self.target.package
        copy = Part(self.free_name(part.partname), part.content_type, part.blob, package)
        self._held[_print(part)] = copy
        for rel in part.rels.values():
            target = rel.target_ref if rel.is_external else self._part(rel.target_part)
            copy.load_rel(rel.reltype, target, rel.rId, rel.is_external)
        return copy

    def free_name(self, partname: PackURI) -> PackURI:
        """The same name with the first number that is free; a part on its way counts already."""
        pattern = re.sub(r"\d*(\.\w+)$", r"{}\1", str(partname))
        name = next(name for n in count(1) if (name := pattern.format(n)) not in self._names)
        self._names.add(name)
        return PackURI(name)


def _print(part: Part) -> tuple[str, str]:
    return part.content_type, hashlib.sha256(part.blob).hexdigest()
