"""The right answers on the self-test: one sheet, then a whole team."""

from __future__ import annotations

from klantlib.measures.survey.self_test_scores import band_of
from klantlib.workshop.answers.answer import Answer
from klantlib.workshop.study import Study
from klantlib.workshop.views import first_sheet


def one_sheet(study: Study) -> Answer:
    sheet = first_sheet(study.self_test)
    return Answer(int(sheet["total"]), {"name": str(sheet.name)})


def band(study: Study) -> Answer:
    sheet = first_sheet(study.self_test)
    return Answer(band_of(sheet["total"]), {"name": str(sheet.name), "total": int(sheet["total"])})


def no_total(study: Study) -> Answer:
    everyone = tuple(study.self_test.sheets.index)
    absent = study.self_test.incomplete
    return Answer(absent[0], {"n": len(everyone)}, frozenset(absent), everyone)


def middle(study: Study) -> Answer:
    totals = study.self_test.complete["total"]
    values = {"n": len(totals), "lowest": int(totals.min()), "highest": int(totals.max())}
    return Answer(int(study.self_test.total), values)


def apart(study: Study) -> Answer:
    statements = study.self_test.statements
    widest = str(statements["spread"].idxmax())
    return Answer(widest, {"letters": int(statements.loc[widest, "spread"])})


def begin(study: Study) -> Answer:
    return Answer(study.self_test.weakest)


ANSWERS = {found.__name__: found for found in (one_sheet, band, no_total, middle, apart, begin)}
