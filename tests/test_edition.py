"""What an edition says of a folder: who moved, what is new, who said it first, and where every file ended up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefing.building import build
from briefing.headlines import find_dead_titles, is_background
from briefing.model import Analysis, Article, Fingerprint, Record, Standing
from briefing.settings import check_settings

EVENTS = """- id: strikes
  title: Strikes
  phrases: {drone: 3, missile: 3, struck: 2}
  former: [air-raids]
- id: talks
  title: Talks
  phrases: {ceasefire: 3, negotiator: 2}
"""
SOURCES = """- {id: harbour-post, name: Harbour Post, owner: Quay}
- {id: quayside-news, name: Quayside News, owner: Quay}
"""
KHARKIV = "Russian drones struck a house in Kharkiv on Thursday night, killing {} people, the governor said."
MORE = (
    "Rescuers searched the ruins of the house until morning. Neighbours carried blankets and water to the families. "
    "Shops near the market of Kharkiv stayed closed, and trams did not run on the eastern line."
)
BRIDGE = (
    "Engineers closed the harbour bridge of Malmford on Monday after they had found cracks in two of its piers. "
    "Traffic over the Malmford bridge was sent through the old tunnel, and buses were an hour late."
)
BRIDGE_AGAIN = (
    "The harbour bridge in Malmford, closed since Monday for cracks in its piers, will not open before the summer. "
    "Engineers want to replace both piers of the bridge; the tunnel has to carry the traffic of Malmford until then."
)


class Folder:
    """A content folder that is built, and its editions read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.content.mkdir()
        self.put("events.yml", EVENTS)
        self.put("sources.yml", SOURCES)

    def put(self, name: str, text: str) -> None:
        path = self.content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def article(self, name: str, body: str, *, title: str = "A title", **front: str) -> None:
        lines = [f"Title: {title}", *(f"{key.replace('_', '-')}: {value}" for key, value in front.items())]
        self.put(name, "\n".join(lines) + f"\n\n{body}\n")

    def build(self, **settings: Any) -> None:
        given = {
            "PATH": str(self.content),
            "OUTPUT_PATH": str(self.root / "output"),
            "BRIEFING_DAY": "2025-04-30",
            "BRIEFING_WORKERS": 1,
            **settings,
        }
        build(check_settings(given))

    def edition(self, day: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.root / "output" / "editions" / f"{day}.json").read_text("utf-8"))
        return found

    def item(self, day: str, id_: str) -> dict[str, Any]:
        return next(item for item in self.edition(day)["items"] if item["id"] == id_)

    def states(self, day: str) -> dict[str, str]:
        return {row["path"]: row["state"] for row in self.edition(day)["ledger"]}

    def page(self, href: str) -> str:
        return (self.root / "output" / href).read_text("utf-8")

    def has(self, href: str) -> bool:
        return (self.root / "output" / href).is_file()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_an_event_is_new_then_updated_then_quiet(folder: Folder) -> None:
    folder.article("a.md", KHARKIV.format("five"), Date="2025-04-01")
    folder.article("b.md", KHARKIV.format("six"), Date="2025-04-02", Source="Alder Tribune")
    folder.article("c.md", "Negotiators met in Riyadh to speak of a ceasefire.", Date="2025-04-03")
    folder.build()
    assert folder.item("2025-04-01", "strikes")["change"] == "new"
    second = folder.item("2025-04-02", "strikes")
    assert (second["change"], second["since"], second["last"]) == ("updated", "2025-04-01", "2025-04-01")
    third = folder.edition("2025-04-03")
    assert [item["id"] for item in third["items"]] == ["talks"]
    assert [(quiet["id"], quiet["last"]) for quiet in third["quiet"]] == [("strikes", "2025-04-02")]
    assert third["previous"] == "2025-04-02"


def test_copies_and_outlets_of_one_owner_count_as_one_origin(folder: Folder) -> None:
    text = f"{KHARKIV.format('five')} {MORE}"
    folder.article("a.md", text, Date="2025-04-01 08:00", Source="Harbour Post")
    folder.article("b.md", text, Date="2025-04-01 09:00", Source="Alder Tribune")
    folder.article(
        "c.md",
        KHARKIV.format("five") + " Drones fell on three streets.",
        Date="2025-04-01 10:00",
        Source="Quayside News",
    )
    folder.build()
    item = folder.item("2025-04-01", "strikes")
    assert item["outlets"] == 3
    assert folder.states("2025-04-01")["b.md"] == "duplicate"
    assert "b.md" not in item["articles"]
    assert item["origins"] == (1 if item["stories"] else 2)


def test_an_agency_that_two_outlets_credit_is_one_origin(folder: Folder) -> None:
    first = f"KHARKIV, April 1 (Meridian Wire) - {KHARKIV.format('five')} {MORE}"
    second = f"KHARKIV, April 1 (Meridian Wire) - A house in Kharkiv was hit by drones and five people died. {MORE} It was late."
    folder.article("a.md", first, Date="2025-04-01", Source="Alder Tribune", title="Five die in Kharkiv house")
    folder.article("b.md", second, Date="2025-04-01", Source="Northern Ledger", title="Drones hit Kharkiv house")
    folder.build()
    assert folder.item("2025-04-01", "strikes")["origins"] == 1


def test_a_correction_is_reported_on_its_day_with_what_stood_before(folder: Folder) -> None:
    folder.article(
        "a.md", KHARKIV.format("five"), Date="2025-04-01", Modified="2025-04-02 10:00", Was="killing nine people"
    )
    folder.build()
    edition = folder.edition("2025-04-02")
    assert [(each["article"], each["was"]) for each in edition["corrections"]] == [("a.md", "killing nine people")]
    assert folder.edition("2025-04-01")["corrections"] == []


def test_a_story_is_none_until_its_second_article_comes(folder: Folder) -> None:
    folder.article("a.md", BRIDGE, Date="2025-04-01", Source="Alder Tribune", title="Malmford bridge closed for cracks")
    folder.build()
    before = folder.edition("2025-04-01")
    assert before["items"] == []
    assert [passage["article"] for passage in before["noted"]] == ["a.md"]
    folder.article(
        "b.md", BRIDGE_AGAIN, Date="2025-04-02", Source="Northern Ledger", title="Malmford bridge shut until summer"
    )
    folder.build()
    assert folder.edition("2025-04-01")["noted"] == before["noted"], "an edition does not change when its day is over"
    (item,) = folder.edition("2025-04-02")["items"]
    assert (item["kind"], item["id"]) == ("story", "a")
    assert folder.has("stories/a.html")
    assert "url=a.html" in folder.page("stories/b.html").replace("../stories/", ""), "each member's address leads there"


def test_every_file_is_in_the_ledger_with_its_state(folder: Folder) -> None:
    folder.article("used.md", KHARKIV.format("five"), Date="2025-04-01")
    folder.article("draft.md", KHARKIV.format("six"), Date="2025-04-01", Status="draft")
    folder.article("out.md", KHARKIV.format("six"), Date="2025-04-01", Exclude="an advertisement")
    folder.article("gone.md", KHARKIV.format("six"), Date="2025-04-01", Status="withdrawn")
    folder.article("link.md", "Drones struck a depot.", Date="2025-04-01", Rights="link")
    folder.article("alone.md", "A pelican was seen at the lake.", Date="2025-04-01")
    folder.article("same.md", "A missile fell into a field.", Date="2025-04-01", Duplicate_of="used.md")
    folder.article("later.md", KHARKIV.format("six"), Date="2025-05-03")
    folder.put("broken.md", "")
    folder.build()
    assert folder.states("2025-04-01") == {
        "used.md": "used",
        "draft.md": "draft",
        "out.md": "excluded",
        "gone.md": "withdrawn",
        "link.md": "link-only",
        "alone.md": "unassigned",
        "same.md": "duplicate",
        "broken.md": "failed",
        "later.md": "excluded",
    }
    assert not folder.has("editions/2025-05-03.json"), "a later article is held back"
    assert not folder.has("articles/later.html")
    assert "withdrawn" in folder.page("articles/gone.html")
    assert "Kharkiv" not in folder.page("articles/gone.html").split("<main", 1)[1]
    assert not folder.has("articles/draft.html")
    folder.build(BRIEFING_DAY="2025-05-03")
    assert folder.states("2025-05-03") == {"later.md": "used", "broken.md": "failed"}


def test_rights_bound_what_is_printed_anywhere(folder: Folder) -> None:
    secret = "Only subscribers may read this sentence on drones."
    body = (
        f"{KHARKIV.format('five')}\n\n{MORE}\n\n{secret}\n\n“Drones came in three waves,” the governor said.\n\n{MORE}"
    )
    folder.article("passages.md", body, Date="2025-04-01", Rights="passages")
    folder.article(
        "link.md", f"Missiles hit a mill in Odesa. {secret}", title="Mill hit", Date="2025-04-01", Rights="link"
    )
    folder.build()
    everything = "".join(
        path.read_text("utf-8")
        for path in (folder.root / "output").rglob("*")
        if path.suffix in {".html", ".json", ".xml"}
    )
    assert KHARKIV.format("five") in everything
    assert secret not in everything
    assert "Missiles hit a mill" not in everything
    assert "Mill hit" in everything


def test_the_editor_rules(folder: Folder) -> None:
    folder.article("a.md", KHARKIV.format("five"), Date="2025-04-01", Source="Alder Tribune")
    folder.article("b.md", KHARKIV.format("six"), Date="2025-04-01", Source="Northern Ledger", Events="-strikes")
    folder.article("c.md", "The ambassador arrived by train.", Date="2025-04-01", Events="+talks", Pin="yes")
    folder.build()
    edition = folder.edition("2025-04-01")
    assert [item["id"] for item in edition["items"]] == ["talks", "strikes"], "what is pinned comes first"
    assert folder.item("2025-04-01", "strikes")["articles"] == ["a.md"]
    assert folder.item("2025-04-01", "talks")["summary"][0]["text"] == "The ambassador arrived by train."


def test_the_cut_decides_which_edition_a_late_article_is_in(folder: Folder) -> None:
    folder.article("a.md", KHARKIV.format("five"), Date="2025-04-01 05:59")
    folder.article("b.md", KHARKIV.format("six"), Date="2025-04-01 06:00")
    folder.article("c.md", KHARKIV.format("two"), Date="2025-03-20", Added="2025-04-01")
    folder.build(BRIEFING_CUT="06:00")
    assert set(folder.states("2025-04-01")) == {"a.md", "c.md"}
    assert set(folder.states("2025-04-02")) == {"b.md"}
    edition = folder.edition("2025-04-01")
    assert (edition["opens"], edition["closes"]) == ("2025-03-31T06:00:00+00:00", "2025-04-01T06:00:00+00:00")


def test_no_sentence_is_read_twice_in_an_edition(folder: Folder) -> None:
    both = "Negotiators spoke of a ceasefire while drones struck Kharkiv."
    folder.article(
        "a.md",
        f"{both}\n\nA missile hit the port of Odesa, burning a grain mill.\n\nThe ceasefire talks in Riyadh go on.",
        Date="2025-04-01",
    )
    folder.build()
    summaries = [passage["text"] for item in folder.edition("2025-04-01")["items"] for passage in item["summary"]]
    assert len(summaries) == len(set(summaries)) == 3


def test_a_long_list_goes_on_by_month(folder: Folder) -> None:
    for number in range(9):
        folder.article(
            f"{number}.md", f"Drones struck depot number {number}.", Date=f"2025-0{3 + number % 2}-{10 + number}"
        )
    folder.build(BRIEFING_LIST_LENGTH=5)
    main = folder.page("events/strikes.html")
    assert main.count('class="verbatim') > 0
    assert "depot number 0." not in main.split("What the articles say")[1]
    assert "depot number 0." in folder.page("events/strikes/months/2025-03.html")
    assert folder.has("events/strikes/months/2025-04.html")


def test_a_former_id_leads_to_its_event(folder: Folder) -> None:
    folder.article("a.md", KHARKIV.format("five"), Date="2025-04-01")
    folder.build()
    assert "strikes.html" in folder.page("events/air-raids.html")


def test_an_undated_article_is_in_its_events_and_says_so(folder: Folder) -> None:
    folder.article("a.md", KHARKIV.format("five"), Date_unknown="true", Added="2025-04-01")
    folder.article("b.md", KHARKIV.format("six"), Date_unknown="true")
    folder.build()
    assert folder.states("2025-04-01") == {"a.md": "used", "b.md": "used"}
    assert "Date unknown" in folder.page("articles/a.html")
    assert KHARKIV.format("six") in folder.page("events/strikes.html")


def test_an_empty_folder_has_a_front_page(folder: Folder) -> None:
    folder.build()
    assert "Nothing to read yet" in folder.page("index.html")
    assert folder.has("events/strikes.html")


def test_of_two_quotes_the_longer_is_shown_and_no_lead_in(folder: Folder) -> None:
    body = (
        "Anna Verlaine warned that drones must not “decide the talks”.\n\n"
        "Verlaine, the governor, spoke of drones again in the evening, saying:\n\n"
        "“Drones must not decide the talks on a ceasefire, and nobody here will let them do it.”"
    )
    folder.article("a.md", body, Date="2025-04-01", Events="+strikes")
    folder.build()
    quotes = folder.item("2025-04-01", "strikes")["quotes"]
    assert [quote["passage"]["text"][:12] for quote in quotes] == ["“Drones must"]
    assert not any(quote["passage"]["text"].endswith(":") for quote in quotes)


def test_a_single_word_makes_no_actor_known(folder: Folder) -> None:
    folder.article(
        "a.md", "“Drones struck again,” said Oldcastle.\n\nJane Verlaine said that drones fell.", Date="2025-04-01"
    )
    folder.build()
    assert folder.has("actors/jane-verlaine.html")
    assert not folder.has("actors/oldcastle.html")


def test_an_article_without_text_points_at_none(folder: Folder) -> None:
    folder.article("a.md", KHARKIV.format("five"), Date="2025-04-01", Rights="link")
    folder.build()
    page = folder.page("articles/a.html")
    assert "Strikes" in page
    assert 'href="#p1"' not in page


# -- what leads, heads and is quoted ----------------------------------------------------------------------------------

CEASEFIRE = "A ceasefire was out of reach, the delegation of Ukraine wrote before it flew home from Jeddah."
TALKS = "Negotiators of both sides met in {} on {} to speak of a ceasefire and of prisoners."


def lead(folder: Folder, day: str) -> tuple[str, str]:
    edition = folder.edition(day)
    return edition["lead"], edition["lead_why"]


def test_most_independent_origins_lead(folder: Folder) -> None:
    folder.article("a.md", KHARKIV.format("five"), Date="2025-04-01", Source="Alder Tribune")
    folder.article("b.md", TALKS.format("Riyadh", "Tuesday"), Date="2025-04-01", Source="Alder Tribune")
    folder.article("c.md", CEASEFIRE, Date="2025-04-01", Source="Northern Ledger")
    folder.build()
    assert lead(folder, "2025-04-01") == (
        "talks",
        "Told by 2 independent origins, more than anything else in this edition.",
    )


def test_among_equals_what_is_new_leads(folder: Folder) -> None:
    folder.article("a.md", KHARKIV.format("five"), Date="2025-04-01", Source="Alder Tribune")
    folder.article("b.md", KHARKIV.format("six"), Date="2025-04-02", Source="Alder Tribune")
    folder.article("c.md", TALKS.format("Jeddah", "Monday"), Date="2025-04-02", Source="Northern Ledger")
    folder.build()
    assert lead(folder, "2025-04-01") == ("strikes", "Nothing else moved.")
    assert lead(folder, "2025-04-02") == (
        "talks",
        "Told by 1 independent origin, as many as what comes next, and it is new.",
    )


def test_among_equals_more_passages_lead_and_the_editor_before_all(folder: Folder) -> None:
    longer = f"{KHARKIV.format('five')}\n\nDrones also struck a mill in Odesa on Thursday, the governor of Odesa said."
    again = (
        "Missiles hit the port of Odesa at dawn and set a mill alight.\n\nDrones fell on Sumy as well, officials said."
    )
    for day, strikes, talks, pin in (("2025-04-01", longer, TALKS, "no"), ("2025-04-02", again, CEASEFIRE, "yes")):
        folder.article(f"{day}/a.md", strikes, Date=day, Source="Alder Tribune")
        folder.article(f"{day}/b.md", talks.format("Jeddah", day), Date=day, Source="Northern Ledger", Pin=pin)
    folder.build()
    assert lead(folder, "2025-04-01") == (
        "strikes",
        "Told by 1 independent origin, as many as what comes next, and in more passages.",
    )
    assert lead(folder, "2025-04-02") == ("talks", "The editor put it first.")


def test_an_edition_in_which_nothing_moved_has_no_lead(folder: Folder) -> None:
    folder.article("a.md", "The ambassador arrived by train.", Date="2025-04-01")
    folder.build()
    assert lead(folder, "2025-04-01") == ("", "")


def test_an_article_whose_toll_is_corrected_heads_nothing(folder: Folder) -> None:
    # without a later one its title would be taken: it comes first
    folder.article(
        "a.md",
        "Russian drones struck a house in Kharkiv on Thursday night, killing five people in Kharkiv, officials said.",
        title="Drones kill five in Kharkiv",
        Date="2025-04-01 08:00",
        Source="Alder Tribune",
    )
    folder.article(
        "b.md",
        "Rescuers who dug all day brought out four more bodies; nine people were killed in Kharkiv by the drones.",
        title="Nine dead in Kharkiv",
        Date="2025-04-01 17:00",
        Source="Northern Ledger",
    )
    folder.build()
    item = folder.item("2025-04-01", "strikes")
    assert item["headline"] == "Nine dead in Kharkiv"
    assert ["nine people were killed" in passage["text"] for passage in item["summary"]] == [True]


def test_a_dateline_is_left_out_and_the_place_stays_exact(folder: Folder) -> None:
    dateline = "KHARKIV, April 1 (Meridian Wire) - "
    folder.article("a.md", dateline + KHARKIV.format("five"), Date="2025-04-01", Source="Alder Tribune")
    folder.build()
    passage = folder.item("2025-04-01", "strikes")["summary"][0]
    assert (passage["text"], passage["start"], passage["sentence"]) == (KHARKIV.format("five"), len(dateline), 0)
    assert dateline.strip(" -") not in folder.page("editions/2025-04-01.html")
    folder.article("b.md", "KHARKIV, April 1 - " + KHARKIV.format("six"), Date="2025-04-01", Source="Northern Ledger")
    folder.build()
    page = folder.page("editions/2025-04-01.html")
    assert "Sources differ" in page
    assert "KHARKIV, April 1" not in page


def test_several_voices_are_quoted_and_no_sentence_twice(folder: Folder) -> None:
    spoken = "\n\n".join(
        [
            *(f"“Drones struck house number {number} in Kharkiv again,” Anna Verlaine said." for number in range(5)),
            "Jonas Oake called the drones that struck Kharkiv a “cowardly answer to talks” and the talks “a sham to us”.",
            "Petra Sand said that drones had struck the station of Kharkiv as well.",
        ]
    )
    folder.article("a.md", f"{KHARKIV.format('five')}\n\n{spoken}", Date="2025-04-01", Events="+strikes")
    folder.build()
    item = folder.item("2025-04-01", "strikes")
    shown = {passage["sentence"] for passage in item["summary"]}
    places = [quote["passage"]["sentence"] for quote in item["quotes"]]
    assert len(places) == len(set(places)) <= 4
    assert not shown & set(places)
    assert len({quote["speaker_text"] for quote in item["quotes"]}) >= 2


def test_a_title_about_another_event_heads_none(folder: Folder) -> None:
    drones = "Drones and a missile struck the depot of Kharkiv, and drones struck the station."
    talks = "A negotiator said in Riyadh that a ceasefire was near; the ceasefire would hold for a month."
    folder.article(
        "a.md", f"{drones}\n\n{drones} Again.\n\n{talks}", title="Drones struck Kharkiv’s depot", Date="2025-04-01"
    )
    again = "A drone fell on Odesa and another missile struck a mill, the mayor of Odesa said at noon."
    offer = "Moscow has not said what it thinks of a ceasefire; one negotiator was still on the way to Jeddah."
    folder.article("b.md", f"{offer}\n\n{again}", title="Ceasefire is near as drones fly on", Date="2025-04-02")
    folder.build()
    assert folder.item("2025-04-01", "strikes")["headline"] == "Drones struck Kharkiv’s depot"
    alone = folder.item("2025-04-01", "talks")
    assert (alone["headline"], alone["headline_from"]) == ("Talks", "")
    # Both events have as many words in it: it announces the one that it names first.
    assert folder.item("2025-04-02", "talks")["headline"] == "Ceasefire is near as drones fly on"
    assert folder.item("2025-04-02", "strikes")["headline_from"] == ""


def test_background_neither_heads_nor_leads_where_there_is_news(folder: Folder) -> None:
    talks = "A negotiator spoke of a ceasefire on {} in {}, and wanted more of it."
    drones = "Drones struck Kharkiv."
    for name, words in {"a.md": drones, "b.md": f"{drones} It was the second time that drones struck it."}.items():
        folder.article(name, words, title="How the drones work", Date="2025-04-01", Source=name)
    folder.article(
        "c.md",
        talks.format("Monday", "Tarn"),
        title="Ceasefire: what we know",
        Date="2025-04-01",
        Source="Alder Tribune",
    )
    more = "Ministers will hear on Friday from the chief negotiator which ceasefire Moscow would keep to."
    folder.article("d.md", more, title="Negotiators meet in Tarn", Date="2025-04-01", Source="Alder Tribune")
    folder.build()
    edition = folder.edition("2025-04-01")
    assert [(item["id"], item["headline"]) for item in edition["items"]] == [
        ("talks", "Negotiators meet in Tarn"),
        ("strikes", "How the drones work"),
    ]
    assert edition["lead_why"] == "Told by 1 independent origin; on all else there is only background."


@pytest.mark.parametrize(
    ("title", "background"),
    [
        ("Explainer: the Tarn bridge", True),
        ("The sound of a moped: how the drone changed the nights", True),
        ("Why the port is shut", True),
        ("Fire in Lindhaven: what we know so far", True),
        ("What is left of the treaty?", True),
        ("Warum der Hafen schließt", True),
        ("WHO warns of fever in Tarn", False),
        ("Mayor says how much the bridge will cost", False),
        ("Fire shuts the port of Lindhaven", False),
        ("", False),
    ],
)
def test_a_title_tells_background_from_news(title: str, background: bool) -> None:
    article = Article("a.md", title, "Text.", (), date="2025-04-01")
    analysis = Analysis("en", (), (), (), (), (), (), Fingerprint())
    assert is_background(Record(article, analysis, Standing("used"))) is background


@pytest.mark.parametrize(
    ("titles", "dead"),
    [
        (["Quake kills at least 144 in Tarn", "Tarn earthquake toll passes 1,600"], {0}),
        (["Quake shakes Tarn; 151 hurt in panic", "Tarn counts 236 injured and a night in the parks"], {0}),
        (["Nine dead in Tarn", "At least eight killed in Tarn", "Tarn death toll reaches 12"], {0, 1}),
        (["Nine dead in Tarn", "Tarn buries its nine dead", "Tarn mourns"], set()),
        (["Nine dead in Tarn", "12 hurt in Tarn", "Tarn mourns"], set()),
        (["At least 18 killed, nine of them children, in Tarn", "Tarn toll rises to 20"], {0}),
        ([], set()),
    ],
)
def test_a_title_with_a_toll_that_a_later_one_corrects_is_dead(titles: list[str], dead: set[int]) -> None:
    assert find_dead_titles([(title, "en", True) for title in titles]) == dead
    assert find_dead_titles([(title, "en", False) for title in titles]) == set()


def test_a_story_is_not_named_after_a_dead_toll(folder: Folder) -> None:
    dead = "Malmford bridge closed for cracks in piers; two dead in old tunnel"
    folder.article("a.md", BRIDGE, Date="2025-04-01", Source="Alder Tribune", title=dead)
    folder.article("b.md", BRIDGE_AGAIN, Date="2025-04-02", Source="Northern Ledger", title="Tunnel toll rises to four")
    folder.build()
    (item,) = folder.edition("2025-04-02")["items"]
    assert (item["kind"], item["title"]) == ("story", "Tunnel toll rises to four")
    assert item["id"] == "a"


def test_what_is_noted_names_whom_it_tells_of(folder: Folder) -> None:
    text = (
        "The Alcoran prime minister spent her last full day in office on Thursday telling her people to be proud.\n\n"
        "Ilse Marrow, who leads Alcora until Friday, had wanted to be remembered for its schools, not for its tariffs."
    )
    folder.article("a.md", text, title="Marrow’s last day in office", Date="2025-04-01")
    folder.build()
    (noted,) = folder.edition("2025-04-01")["noted"]
    assert noted["text"].startswith("Ilse Marrow, who leads Alcora")
