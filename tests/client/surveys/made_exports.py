"""Exports as the survey tools make them, invented; a case has its client.toml and the tables that must come of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter

TRANSACTIONS = "klantnummer;datum;omzet\n00042;31-12-2025;100\n7;15-12-2025;50\n"


@dataclass(frozen=True)
class Case:
    """What a client delivers, and what it means."""

    files: Mapping[str, str | bytes]
    settings: str
    expected: Mapping[str, Sequence[tuple]]  # table -> rows, of the columns named in `columns`
    columns: Mapping[str, Sequence[str]]
    remarks: Mapping[str, int] = field(default_factory=dict)  # key -> n


def workbook(*rows: Sequence[Any]) -> bytes:
    """A workbook with one sheet, days as days."""
    content = BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet, day = book.add_worksheet("Sheet1"), book.add_format({"num_format": "m/d/yy h:mm:ss"})
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(place, column, cell, day)
            elif cell is not None:
                sheet.write(place, column, cell)
    book.close()
    return content.getvalue()


def at(day: int, minute: int) -> datetime:
    """A moment in October, as a spreadsheet holds it: without a time zone."""
    return datetime.combine(date(2025, 10, day), time(9, minute))


SATISFACTION = ("customer_id", "date", "overall", "recommend", "wish", "respondent")
ASPECTS = ("customer_id", "date", "aspect", "importance", "expectation", "experience")
SELF_TEST = ("respondent", "q1", "q2", "q3", "q4", "q5", "q6", "role")

# Two people of one customer, one unfinished; whole questions as headings, a matrix in brackets.
LIMESURVEY_NL = Case(
    {
        "results-survey4711.csv": (
            '"Antwoord-ID","Datum ingezonden","Laatste pagina","Begintaal","Seed","Toegangscode",'
            '"Hoe tevreden bent u over ons?","Hoe waarschijnlijk is het dat u ons aanbeveelt?",'
            '"Hoe belangrijk is voor u: [Levertijd]","Wat verwacht u van ons: [Levertijd]",'
            '"Hoe ervaart u dat: [Levertijd]",'
            '"Wat kan er beter?"\n'
            '"1","2025-10-14 09:12:01","3","nl","11","k7x","Tevreden","9 - bijna zeker","Zeer belangrijk","9","7",'
            '"bellen"\n'
            '"2","","1","nl","12","p3q","Zeer tevreden","","","","",""\n'
            '"3","2025-10-15 10:00:00","3","nl","13","p3q","Zeer ontevreden","Weet ik niet","Belangrijk","8","",""\n'
        ),
        "deelnemers.csv": "tid;firstname;token;attribute_1\n1;Anna;k7x;00042\n2;Bob;p3q;00042\n",
    },
    """
    [surveys.najaar]
    file = "results-survey4711.csv"
    klantnummer = "Toegangscode"
    [surveys.najaar.list]
    file = "deelnemers.csv"
    key = "token"
    klantnummer = "attribute_1"
    [surveys.najaar.tevredenheid]
    algemeen = "Hoe tevreden bent u over ons?"
    aanbevelen = "Hoe waarschijnlijk is het dat u ons aanbeveelt?"
    wens = "Wat kan er beter?"
    [surveys.najaar.aspecten.levertijd]
    belang = "Hoe belangrijk is voor u: [Levertijd]"
    verwachting = "Wat verwacht u van ons: [Levertijd]"
    ervaring = "Hoe ervaart u dat: [Levertijd]"
    """,
    {
        "satisfaction": [
            ("00042", "2025-10-14", 4, 9, "bellen", "1"),
            ("00042", "2025-10-15", 1, None, None, "2"),
        ],
        "aspects": [("00042", "2025-10-14", "levertijd", 5, 9, 7)],
    },
    {"satisfaction": SATISFACTION, "aspects": ASPECTS},
    {"survey_unfinished": 1, "survey_unknown": 1, "survey_partly": 1},
)

# Codes as headings, numbers as answers; the survey did not note the day.
LIMESURVEY_EN = Case(
    {
        "survey.csv": (
            "id,submitdate,lastpage,startlanguage,seed,CUST,SAT,ASP_I[SQ001],ASP_E[SQ001],ASP_X[SQ001]\n"
            "4,1980-01-01 00:00:00,2,en,1,00042,4,5,9,7\n"
            "5,,1,en,2,7,,,,\n"
            "6,1980-01-01 00:00:00,2,en,3,7,2,3,6,6\n"
        )
    },
    """
    language = "en"
    [surveys.autumn]
    file = "survey.csv"
    customer_id = "CUST"
    date = 2025-10-15
    [surveys.autumn.satisfaction]
    overall = "SAT"
    [surveys.autumn.aspects."delivery time"]
    importance = "ASP_I[SQ001]"
    expectation = "ASP_E[SQ001]"
    experience = "ASP_X[SQ001]"
    """,
    {
        "satisfaction": [
            ("00042", "2025-10-15", 4, None, None, None),
            ("7", "2025-10-15", 2, None, None, None),
        ],
        "aspects": [
            ("00042", "2025-10-15", "delivery time", 5, 9, 7),
            ("7", "2025-10-15", "delivery time", 3, 6, 6),
        ],
    },
    {"satisfaction": SATISFACTION, "aspects": ASPECTS},
    {"survey_unfinished": 1},
)

# One heading three times, several choices in a cell, one person without a customer number.
GOOGLE_NL = Case(
    {
        "Klanten (Antwoorden) - Formulierreacties 1.csv": (
            "Tijdstempel,E-mailadres,Uw klantnummer,Hoe tevreden bent u?,Wat is uw wens?,Prijs,Prijs,Prijs\n"
            '13-10-2025 9:01:02,a@een.example,00042,Heel tevreden,"sneller leveren, vaker bellen",4,8,9\n'
            "14-10-2025 11:30:00,b@twee.example,,Neutraal,,5,7,6\n"
            "15-10-2025 16:45:10,A@een.example,00042,Tevreden,,4,8,8\n"
        )
    },
    """
    [surveys.google]
    file = "Klanten (Antwoorden) - Formulierreacties 1.csv"
    klantnummer = "Uw klantnummer"
    [surveys.google.tevredenheid]
    algemeen = "Hoe tevreden bent u?"
    wens = "Wat is uw wens?"
    [surveys.google.aspecten.prijs]
    belang = "Prijs"
    verwachting = "Prijs (2)"
    ervaring = "Prijs (3)"
    """,
    {
        "satisfaction": [
            ("00042", "2025-10-13", 5, None, "sneller leveren, vaker bellen", "1"),
            ("00042", "2025-10-15", 4, None, None, "1"),
        ],
        "aspects": [("00042", "2025-10-13", "prijs", 4, 8, 9), ("00042", "2025-10-15", "prijs", 4, 8, 8)],
    },
    {"satisfaction": SATISFACTION, "aspects": ASPECTS},
    {"survey_nobody": 1, "survey_personal_apart": 1},
)

# The self-test as a form: options with their letter, one double answer, one that does not know.
GOOGLE_EN = Case(
    {
        "form.csv": (
            "Timestamp,Your name,What do you record?,How do you classify?,Effort,Sales,Judging,Information,Your role\n"
            '2025/11/28 10:11:12 AM GMT+1,E. Visser,A. all of it,B) by profit,C,d,A,"A, B",director\n'
            "2025/11/28 11:11:12 AM GMT+1,J. de Wit,B. some,by revenue,C,Don't know,A,A,sales\n"
        )
    },
    """
    language = "en"
    [surveys.test]
    file = "form.csv"
    role = "Your role"
    [surveys.test.self_test]
    q1 = "What do you record?"
    q2 = "How do you classify?"
    q3 = "Effort"
    q4 = "Sales"
    q5 = "Judging"
    q6 = "Information"
    """,
    {
        "self_test": [
            ("1", "A", "B", "C", "D", "A", None, "director"),
            ("2", "B", "C", "C", None, "A", "A", "sales"),
        ]
    },
    {"self_test": SELF_TEST},
    {"survey_personal_apart": 1},
)

FORMS_HEAD_EN = ("ID", "Start time", "Completion time", "Email", "Name")
# American days as text, stars, a scale of ten, an unfinished row.
FORMS_EN = Case(
    {
        "Customer survey(1-3).csv": (
            "ID,Start time,Completion time,Email,Name,Customer number,Overall satisfaction,Would you recommend us?\n"
            "1,10/13/25 9:00:00,10/13/25 9:05:00,anonymous,,00042,9,10 - extremely likely\n"
            "2,10/3/25 9:00:00,10/3/25 9:02:00,anonymous,,7,1,3\n"
            "3,10/4/25 9:00:00,,anonymous,,7,,\n"
        )
    },
    """
    language = "en"
    [surveys.forms]
    file = "Customer survey(1-3).csv"
    customer_id = "Customer number"
    [surveys.forms.satisfaction]
    overall = "Overall satisfaction"
    recommend = "Would you recommend us?"
    [surveys.forms.scales]
    overall = "1-10"
    """,
    {
        "satisfaction": [
            ("00042", "2025-10-13", 1 + 8 / 9 * 4, 10, None, None),  # 9 on 1-10 is 8/9 of the way from 1 to 5
            ("7", "2025-10-03", 1, 3, None, None),
        ]
    },
    {"satisfaction": SATISFACTION},
    {"survey_unfinished": 1, "survey_personal": 2},
)

# Real days, a customer number as a number, choices with semicolons, words of another ladder.
FORMS_NL = Case(
    {
        "Klanttevredenheid(1-3).xlsx": workbook(
            ("ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Klantnummer", "Wij zijn een fijne leverancier",
             "Wensen"),
            (1, at(3, 0), at(3, 5), "jan@a.example", "Jan", 7, "Helemaal mee eens",
             "Sneller;Vaker;"),
            (2, at(4, 0), at(4, 5), "piet@a.example", "Piet", 7, "Mee oneens", None),
            (3, at(5, 0), None, "kees@a.example", "Kees", 7, None, None),
        )
    },
    """
    [surveys.forms]
    file = "Klanttevredenheid(1-3).xlsx"
    klantnummer = "Klantnummer"
    respondent = "Naam"
    [surveys.forms.tevredenheid]
    algemeen = "Wij zijn een fijne leverancier"
    wens = "Wensen"
    """,
    {
        "satisfaction": [
            ("7", "2025-10-03", 5, None, "Sneller; Vaker", "Jan"),
            ("7", "2025-10-04", 2, None, None, "Piet"),
        ]
    },
    {"satisfaction": SATISFACTION},
    {"survey_unfinished": 1, "survey_personal": 1},
)  # fmt: skip

TYPEFORM_EN = Case(
    {
        "responses.csv": (
            "#,Your customer ID,How satisfied are you?,How likely are you to recommend us?,What could we improve?,"
            "Start Date (UTC),Submit Date (UTC),Network ID\n"
            "ab12,00042,very satisfied,10,faster,2025-10-13 08:00:00,2025-10-13 08:03:00,n1\n"
            "cd34,7,excellent,8,,2025-10-14 08:00:00,2025-10-14 08:03:00,n1\n"
            "ef56,7,,,,2025-10-14 08:00:00,,n2\n"
        )
    },
    """
    language = "en"
    [surveys.typeform]
    file = "responses.csv"
    customer_id = "Your customer ID"
    [surveys.typeform.satisfaction]
    overall = "How satisfied are you?"
    recommend = "How likely are you to recommend us?"
    wish = "What could we improve?"
    [surveys.typeform.answers]
    excellent = 5
    "very satisfied" = 4
    """,
    {
        "satisfaction": [
            ("00042", "2025-10-13", 4, 10, "faster", None),
            ("7", "2025-10-14", 5, 8, None, None),
        ]
    },
    {"satisfaction": SATISFACTION},
    {"survey_unfinished": 1, "survey_personal": 1},
)

TYPEFORM_NL = Case(
    {
        "antwoorden.csv": (
            "#,Klantnummer,Hoe tevreden bent u?,Start Date (UTC),Submit Date (UTC),Network ID\n"
            "ab12,00042,4 sterren,2025-10-13 08:00:00,2025-10-13 08:03:00,n1\n"
            "cd34,7,5 sterren,2025-10-14 08:00:00,2025-10-14 08:03:00,n2\n"
        )
    },
    """
    [surveys.typeform]
    file = "antwoorden.csv"
    klantnummer = "Klantnummer"
    [surveys.typeform.tevredenheid]
    algemeen = "Hoe tevreden bent u?"
    """,
    {
        "satisfaction": [
            ("00042", "2025-10-13", 4, None, None, None),
            ("7", "2025-10-14", 5, None, None, None),
        ]
    },
    {"satisfaction": SATISFACTION},
)

CASES = {
    "LimeSurvey, Dutch": LIMESURVEY_NL,
    "LimeSurvey, English": LIMESURVEY_EN,
    "Google Forms, Dutch": GOOGLE_NL,
    "Google Forms, English": GOOGLE_EN,
    "Microsoft Forms, Dutch": FORMS_NL,
    "Microsoft Forms, English": FORMS_EN,
    "Typeform, Dutch": TYPEFORM_NL,
    "Typeform, English": TYPEFORM_EN,
}
