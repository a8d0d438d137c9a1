"""Notes that are HTML are read as text, and those that are none as they are."""

from datetime import date

import pytest

from eventapp.ical import Occurrence
from eventapp.models import Event, Source, When
from eventapp.views.plain import as_text, is_html, notes_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Bring <b>the map</b>, please; it’s\nfar.", "Bring the map, please; it’s\nfar."),
        ("a<br>b<br/>\nc<BR />d<br>\n\ne", "a\nb\nc\nd\n\ne"),
        ("<p>One</p><p>Two &amp; three</p>\n", "One\n\nTwo & three"),
        ("<div>a</div><div>b</div><div><br></div>\n<div>c</div>", "a\nb\n\nc"),
        ("<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>after", "• a\n• b\nafter"),
        ("<ol><li>a<li>b</ol>", "• a\n• b"),
        ("<h1 class=x>T</h1>a<hr>b", "T\n\na\nb"),
        ("<table><tr><td>a</td><th>b</th></tr><tr><td>c</td></tr></table>", "a  b\nc"),
        ("a&nbsp;b&nbsp;&amp;c", "a b &c"),
        ("&lt;script&gt;x&lt;/script&gt;<br>&amp;lt;", "<script>x</script>\n&lt;"),
        ("<html-blob><u></u>Hi<span style='color:#f00'> all</span></html-blob>", "Hi all"),
        ('<a href="https://example.com/x?a=1&amp;b=2" target="_blank">the page</a>.',
         "the page (https://example.com/x?a=1&b=2)."),
        ("<a href='https://example.com/'>example.com</a>!", "example.com!"),
        ('<a href="https://example.com"></a>', "https://example.com"),
        ('<a href="https://a.example"><b>a</b></a> <a href=https://b.example>b</a>',
         "a (https://a.example) b (https://b.example)"),
        ('<a href="mailto:ana@example.com">Ana</a>', "Ana (ana@example.com)"),
        ('<a href="tel:+420123">call</a>', "call (+420123)"),
        ('<a href="javascript:alert(1)">x</a> <a name="y">y</a> <a>z</a> </a>', "x y z"),
        ("<https://example.com/j>, <ana@example.com><br>a < b", "<https://example.com/j>, <ana@example.com>\na < b"),
        ("<br><br><br>a<br><br><br><br>b", "a\n\nb"),
        ("a<br><ul><li>b<br></li></ul><p>c<br><br></p><br>d", "a\n• b\n\nc\n\nd"),
        ("<br>", ""),
    ],
)  # fmt: skip
def test_what_is_html_is_read_as_what_it_says(html, text):
    assert is_html(html) and as_text(html) == text


@pytest.mark.parametrize(
    "text",
    ["", "plain\n text", "A &amp; B", "a <b> c", "<p>a", "if a <b and c> d<br>", "List<String> a;<br>",
     "<script>alert(1)</script><br>", "1 < 2 > 0", "x <!-- y -->", "</3 <3"],
)  # fmt: skip
def test_what_is_not_plainly_html_stays(text):
    assert not is_html(text)
    assert notes_of(shown(text, Source("", ""))) == text


def shown(notes, source):
    return Occurrence.once(Event("Lunch", When(date(2026, 11, 27)), notes=notes, source=source))


def test_only_what_came_from_elsewhere_is_read_so():
    assert notes_of(shown("a<br>b", Source("", ""))) == "a\nb"
    assert notes_of(shown("a<br>b", None)) == "a<br>b"


@pytest.mark.parametrize(
    "piece", ["<", "<b ", "<a href=", "</", "<br>", " \n", "&", "<li>", "<a href=x>", "<p> \t", "&#11;"]
)
def test_reading_comes_to_an_end(piece):
    """At the length that notes can have, whatever is in them."""
    text = (piece * 10_000)[:10_000]
    assert len(as_text(text)) <= 20_000 and is_html(text) in {True, False}


@pytest.mark.parametrize(
    ("number", "text"), [("9" * 5000, "\ufffd"), ("0" * 5000 + "65", "A"), ("x" + "9" * 5000, "\ufffd")]
)
def test_a_character_of_a_number_that_is_too_long_is_none(number, text):
    assert as_text(f"<br>a&#{number};b") == f"a{text}b"
    assert as_text(f'<a href="https://a.example/&#{number};">x</a>') == f"x (https://a.example/{text})"
