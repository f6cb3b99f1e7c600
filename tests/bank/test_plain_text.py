"""The words of a page, for search."""

from __future__ import annotations

import pytest

from effectbank.bank.plain_text import plain_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Two <em>words</em>.</p><p>More</p>", "Two words. More"),
        ("<td>25</td><td>70</td>", "25 70"),
        ("a<br>b<hr/>c", "a b c"),
        ("<p>a<button>Copy</button>b</p>", "a b"),
        ("<svg><title>x</title><path/></svg>after", "after"),
        ("<select><option>x</option></select>after", "after"),
        ('<p data-block="provenance">Whose <b>words</b><p>these</p></p>kept', "kept"),
        ("<script>var a = '<p>x</p>'</script>kept", "kept"),
        (
            'end.<a class="note-mark"><span class="unseen">Note </span>a</a><span class="note" role="note">An '
            '<i>aside</i> <a class="back">Back</a></span> On',
            "end. An aside On",
        ),
        ('<section class="footnotes wide"><ol><li>again</li></ol></section>on', "on"),
        ("&lt;b&gt; &amp; &#233;", "<b> & é"),
        ("</p></div>stray", "stray"),
        ("<button>never closed", ""),
        ("", ""),
    ],
)
def test_words_are_kept_and_machinery_is_not(html: str, text: str) -> None:
    assert plain_text(html) == text
