"""Notes as plain text, also where another program wrote them as HTML. What is stored stays as it is.

What comes of it is text like any other, which templates escape.
"""

import html
import re

from eventapp.ical import Occurrence

TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-z][\w-]*)(?P<attributes>\s[^<>]*)?/?>", re.IGNORECASE | re.ASCII)
HREF = re.compile(r"""\shref\s*=\s*["']?([^"'\s]+)""", re.IGNORECASE)
NUMBER = re.compile("(?<=&#)[0-9]{8,}")
"""Of a character by its number, where that is longer than any is. Python raises ValueError for one of 4,300 digits."""
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)\S+", re.IGNORECASE)

BREAK, LINE, PARAGRAPH = "\r", "\v", "\f"
"""While it is put together: the end of a line, where a block begins or ends, and where a paragraph does."""
INLINE = frozenset(
    "a abbr b big center code del em font html-blob i img ins mark s small span strike strong sub sup tt u wbr".split()
)
APART = (
    dict.fromkeys("body div dd dl dt hr html ol pre table tbody thead tr ul".split(), LINE)
    | dict.fromkeys("blockquote h1 h2 h3 h4 h5 h6 p".split(), PARAGRAPH)
    | {"td": " ", "th": " "}
)
"""What stands for the beginning and the end of these."""
KNOWN = {"br", "li", *INLINE, *APART}


def notes_of(occurrence: Occurrence) -> str:
    """Its notes to be read: those of an event that came from elsewhere, and are plainly HTML, as what they say."""
    notes = occurrence.notes
    return as_text(notes) if occurrence.event.content.source and is_html(notes) else notes


def is_html(text: str) -> bool:
    """Whether a text is plainly HTML: it has tags and all of them are such, so that "List<String>" stays."""
    tags = list(TAG.finditer(text))
    if not all(tag["name"].lower() in KNOWN and _is_said_so(tag["attributes"] or "") for tag in tags):
        return False
    return "&nbsp;" in text or any(tag["end"] or tag["name"].lower() == "br" for tag in tags)


def _is_said_so(attributes: str) -> bool:
    """Whether attributes look like some: not so in "a <b and c> d"."""
    return "=" in attributes or not attributes.strip(" /\t\n")


def as_text(text: str) -> str:
    """What HTML says, with its line breaks, a dot before each item of a list, and the address behind each link."""
    pieces, at = list[str](), 0
    address, said_from = "", 0
    for tag in TAG.finditer(text):
        pieces.append(_said(text[at : tag.start()]))
        at, name = tag.end(), tag["name"].lower()
        if name == "br":
            pieces.append(BREAK)
            at += text.startswith("\n", at)
        elif name == "li":
            pieces.append(LINE if tag["end"] else f"{LINE}• ")
        elif name == "a" and tag["end"]:
            pieces.append(_behind("".join(pieces[said_from:]).strip(), address) if address else "")
            address = ""
        elif name == "a":
            address, said_from = _address(tag["attributes"] or ""), len(pieces)
        pieces.append(APART.get(name, ""))
    pieces.append(_said(text[at:]))
    return _laid_out("".join(pieces))


def _unescaped(text: str) -> str:
    return html.unescape(NUMBER.sub(lambda number: number[0].lstrip("0")[:8], text))


def _said(text: str) -> str:
    return _unescaped(text).replace("\u00a0", " ")


def _address(attributes: str) -> str:
    """Where a link leads, of the kinds that a person can follow."""
    href = HREF.search(attributes)
    address = _unescaped(href[1]) if href else ""
    return address.removeprefix("mailto:").removeprefix("tel:") if ADDRESS.fullmatch(address) else ""


def _behind(said: str, address: str) -> str:
    """What is to be read behind a link that says that."""
    if not said:
        return address
    return "" if re.sub("^https?://", "", address).strip("/") in said else f" ({address})"


def _laid_out(text: str) -> str:
    """The text in lines. Where blocks meet there is one end of a line, and an empty line between paragraphs."""
    paragraphs = ("\n".join(filter(None, map(_line, part.split(LINE)))) for part in text.split(PARAGRAPH))
    whole = "\n\n".join(filter(None, paragraphs)).replace(BREAK, "\n")
    return re.sub(r"\n{3,}", "\n\n", whole).strip()


def _line(text: str) -> str:
    """What is in one block: a break at its end is none, but where it has nothing else."""
    text = text.strip(" \t\n")
    return text.removesuffix(BREAK) or text
