"""What does a formula of a table say in words? Read from the formula itself: the words are never another one."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from klantlib.blocks import Table
from klantlib.render.appendix.formulas import name_of, parsed
from klantlib.words import Words

SIGNS: Mapping[type, str] = {ast.Add: " + ", ast.Sub: " − ", ast.Mult: " × ", ast.Div: " / "}
COMPARED: Mapping[type, str] = {ast.Gt: " > ", ast.GtE: " ≥ ", ast.Lt: " < ", ast.LtE: " ≤ ", ast.Eq: " = "}


def said(formula: str, table: Table, words: Words) -> str:
    """The formula as a sentence for the front sheet, with the headings that a reader sees."""
    text = _said(parsed(formula), table, words)
    return text[:1].upper() + text[1:]


def _said(node: ast.expr, table: Table, words: Words) -> str:
    def part(child: ast.expr) -> str:
        text = _said(child, table, words)
        return text if _clear(child) else f"({text})"

    def side(child: ast.expr) -> str:
        return part(child) if isinstance(child, ast.IfExp) else _said(child, table, words)

    match node:
        case ast.Set() | ast.Constant() | ast.Name():
            return _thing(node, table, words)
        case ast.BinOp(left=ast.Call(func=ast.Name("RUNNING"), args=[a, b]), op=ast.Sub(), right=own) if _same(a, own):
            return words.say("formula", "BEFORE", a=part(a), b=part(b))
        case ast.BinOp(left=left, op=op, right=right):
            return f"{part(left)}{SIGNS[type(op)]}{part(right)}"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"{side(left)}{COMPARED[type(op)]}{side(right)}"
        case ast.BoolOp(op=op, values=values):
            return words.say("formula", type(op).__name__.lower()).join(part(value) for value in values)
        case ast.IfExp(test=test, body=yes, orelse=no):
            return words.say("formula", "choice", condition=part(test), yes=part(yes), no=_said(no, table, words))
        case ast.Call(func=ast.Name(id=name), args=args):
            return words.say("formula", name, **dict(zip("abcd", map(part, args), strict=False)))
    raise LookupError(f"a formula says '{ast.unparse(node)}', which the appendix has no words for")


def _same(one: ast.expr, other: ast.expr) -> bool:
    """Added up as far as this customer, less the customer itself: that is what stands before it."""
    return ast.dump(one) == ast.dump(other)


def _clear(node: ast.expr) -> bool:
    """Does it need no brackets inside something else?"""
    match node:
        case ast.Call(func=ast.Name(id=name)):
            return name == "KNOWN"
    return not isinstance(node, ast.BinOp | ast.IfExp)


def _thing(node: ast.Set | ast.Constant | ast.Name, table: Table, words: Words) -> str:
    """A column, a given figure, a term, a number or nothing."""
    match node:
        case ast.Constant(value=str(key)):
            return words.say("formula", "term", term=table.words["terms"][key])
        case ast.Constant(value=number):
            return words.say("formula", "number", number=number)
        case ast.Name():
            return words.say("formula", "none")
    return table.words["labels"][name_of(node)]
