# ruff: noqa: E501  items are read as they come
"""Items of an invented agency, as the IPTC's formats have them."""

from __future__ import annotations

from typing import Any

TEXT = (
    "The harbour master of Lindhamn, Pål Eide, resigned on Tuesday after eleven years in office, the council said.",
    "“I have asked for a second tug since 2019,” he told reporters. “I will not ask again.”",
)
XHTML = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{TEXT[0]}</p><h2>A second tug</h2><p>{TEXT[1]}</p></body></html>'
NITF = (
    '<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><head><title>x</title></head><body><body.head><hedline><hl1>Harbour master resigns</hl1></hedline>'
    "<byline>By Anna Bell and <person>Tomas Vale</person></byline><dateline><location>LINDHAMN</location>, May 6</dateline></body.head>"
    f"<body.content><p lede='true'>{TEXT[0]}</p><hl2>A second tug</hl2><block><p>{TEXT[1]}</p></block><media media-type='image'><media-caption>The quay</media-caption></media></body.content></body></nitf>"
)


def news_item(
    content: str = f'<inlineXML contenttype="application/xhtml+xml">{XHTML}</inlineXML>',
    *,
    guid: str = "urn:newsml:norland-agency.example:20250506:1",
    version: str = "3",
    status: str = "usable",
    kind: str = "text",
    meta: str = "",
    headline: str = "Harbour master resigns",
    creator: str = "<creator><name>Anna Bell</name></creator><creator><name>Tomas Vale</name></creator>",
) -> str:
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}"
 standard="NewsML-G2" standardversion="2.34" conformance="power" xml:lang="en-GB">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_40.xml"/>
<rightsInfo><copyrightHolder uri="http://norland-agency.example"><name>Norland Agency</name></copyrightHolder>
<copyrightNotice>© 2025 Norland Agency</copyrightNotice><usageTerms>Not for use in Skarholm.</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="nprov:NA"><name>Norland Agency</name></provider>
<versionCreated>2025-05-06T12:25:32+02:00</versionCreated><firstCreated>2025-05-06T10:00:00+02:00</firstCreated>{meta}
<pubStatus qcode="stat:{status}"/><edNote>Adds quote in second paragraph</edNote></itemMeta>
<contentMeta><contentCreated>2025-05-06T10:00:00+02:00</contentCreated><contentModified>2025-05-06T12:20:00+02:00</contentModified>
<located qcode="city:3"><name>Lindhamn, Norland</name></located>{creator}
<infoSource qcode="is:x"><name>Harbour office</name></infoSource><language tag="en-GB"/>
<headline>{headline}</headline><slugline>NORLAND-HARBOUR</slugline><creditline>Norland Agency/Pool</creditline></contentMeta>
<contentSet>{content}</contentSet></newsItem>"""


def news_message(*items: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-05-06T12:26:00Z</sent>
<sender>norland-agency.example</sender><transmitId>tag:norland-agency.example,2025:77</transmitId></header>
<itemSet>{"".join(items)}</itemSet></newsMessage>"""


NINJS_1: dict[str, Any] = {
    "uri": "http://norland-agency.example/items/20250506-1",
    "type": "text",
    "version": "2",
    "versioncreated": "2025-05-06T10:25:32Z",
    "firstcreated": "2025-05-06T08:00:00Z",
    "pubstatus": "usable",
    "copyrightholder": "Norland Agency",
    "copyrightnotice": "© 2025 Norland Agency",
    "usageterms": "Not for use in Skarholm.",
    "language": "en",
    "byline": "By Anna Bell and Tomas Vale",
    "located": "Lindhamn, Norland",
    "slugline": "NORLAND-HARBOUR",
    "headline": "Harbour master resigns",
    "body_text": " ".join(TEXT),
    "body_xhtml": "".join(f"<p>{paragraph}</p>" for paragraph in TEXT),
}
NINJS_2: dict[str, Any] = {
    "$standard": {"name": "ninjs", "version": "2.1", "schema": "https://iptc.org/std/ninjs/ninjs-schema_2.1.json"},
    "uri": "urn:norland:2025:2",
    "type": "text",
    "version": "1",
    "contentcreated": "2025-05-06T08:00:00Z",
    "language": "de-DE",
    "by": "Von Anna Bell, NA",
    "headlines": [{"role": "subhead", "value": "Rat"}, {"role": "main", "value": "Hafenmeister tritt zurück"}],
    "descriptions": [{"role": "summary", "contenttype": "text/plain", "value": "Pål Eide geht."}],
    "bodies": [
        {
            "role": "main",
            "contenttype": "text/html",
            "value": "<section><p>Der Hafenmeister von Lindhamn, Pål Eide, ist am Dienstag nach elf Jahren zurückgetreten.</p><p>Er habe seit 2019 um einen zweiten Schlepper gebeten, sagte er dem Rat.</p></section>",
        }
    ],
    "infosources": [
        {"name": "Hafenamt"},
        {"name": "Norland Agency", "role": "http://cv.iptc.org/newscodes/x/provider"},
    ],
}
NINJS_3: dict[str, Any] = {
    "standard": {"name": "ninjs", "version": "3.0"},
    "uri": "urn:norland:2025:3",
    "version": "4",
    "versionCreated": "2025-05-06T10:25:32+02:00",
    "pubStatus": "usable",
    "copyrightHolder": "Norland Agency",
    "language": "en",
    "headlines": [{"role": "main", "value": "Ferry stays in port"}],
    "bodies": [
        {
            "role": "main",
            "contentType": "text/plain",
            "value": "The ferry between Lindhamn and Skarholm will not sail before Thursday.\n\nDivers found a crack in the hull, its owner said on Monday.",
        }
    ],
    "by": "Ivo Ruiz",
}
NINJS_PICTURE: dict[str, Any] = {"uri": "urn:p", "type": "picture", "headline": "The quay", "body_text": "The quay."}
NINJS_PACKAGE: dict[str, Any] = {
    "uri": "urn:package",
    "type": "composite",
    "versioncreated": "2025-05-06T10:25:00Z",
    "usageterms": "Not before the evening.",
    "headline": "Lindhamn today",
    "associations": {
        "a": NINJS_1,
        "b": {"uri": "urn:n", "type": "text"},
        "c": {**NINJS_3, "versionCreated": ""},
        "d": NINJS_PICTURE,
    },
}
