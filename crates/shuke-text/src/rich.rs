//! Rich text: a small part of HTML that does no harm wherever it is shown, and the plain text in it.
//!
//! What is kept is what the page's editor can make: paragraphs, headings, lists, emphasis, links, quotes and code. No
//! pictures, styles, classes or ids; links lead to web pages and mail addresses only.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

const TAGS: [&str; 23] = [
    "p",
    "br",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "del",
    "a",
    "blockquote",
    "pre",
    "code",
    "hr",
    "sub",
    "sup",
    "mark",
];
/// Tags that stand alone on their line.
const BLOCKS: [&str; 11] = ["p", "br", "h1", "h2", "h3", "li", "blockquote", "pre", "hr", "ul", "ol"];
/// Tags within tags, at most; what is deeper is no text that anybody wrote.
const DEPTH: usize = 40;
/// Tags that overlap are put right in a round or two; what never comes to rest is no text that anybody wrote either.
const ROUNDS: usize = 4;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .tags(HashSet::from(TAGS))
        .generic_attributes(HashSet::new())
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"])), ("ol", HashSet::from(["start"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"));
    cleaner
});

/// What of the HTML may be kept; cleaning what is clean changes nothing.
#[must_use]
pub fn rich(html: &str) -> String {
    let mut clean = CLEANER.clean(html).to_string();
    for _ in 0..ROUNDS {
        let again = CLEANER.clean(&clean).to_string();
        if again == clean {
            return if depth(&clean) > DEPTH { from_plain(&plain(&clean)) } else { clean };
        }
        clean = again;
    }
    from_plain(&plain(&clean))
}

/// One piece of clean HTML.
enum Piece<'a> {
    /// A tag by name, and whether it ends.
    Tag(&'a str, bool),
    Text(&'a str),
}

/// The pieces of HTML that was cleaned: every tag is closed, every sign of its own is escaped.
fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(inside) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            rest = after;
            return Some(Piece::Text(text));
        };
        let mut quoted = false;
        let end = inside.find(|sign| {
            quoted ^= sign == '"';
            sign == '>' && !quoted
        });
        let (tag, after) = inside.split_at(end.unwrap_or(inside.len()));
        rest = after.strip_prefix('>').unwrap_or(after);
        let (tag, ends) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let name = tag.split(|sign: char| !sign.is_ascii_alphanumeric()).next().unwrap_or_default();
        Some(Piece::Tag(name, ends))
    })
}

fn depth(html: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for piece in pieces(html) {
        match piece {
            Piece::Tag("br" | "hr", _) | Piece::Text(_) => {}
            Piece::Tag(_, true) => now = now.saturating_sub(1),
            Piece::Tag(_, false) => {
                now += 1;
                most = most.max(now);
            }
        }
    }
    most
}

/// The text of HTML that was cleaned, with a line for each paragraph, heading and entry of a list.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for piece in pieces(html) {
        match piece {
            Piece::Tag(name, _) if BLOCKS.contains(&name) => {
                text.truncate(text.trim_end_matches(' ').len());
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push('\n');
                }
            }
            Piece::Tag(..) => {}
            Piece::Text(part) => unescape(part, &mut text),
        }
    }
    text.trim().to_owned()
}

fn unescape(part: &str, to: &mut String) {
    let mut rest = part;
    while let Some(at) = rest.find('&') {
        let (before, after) = rest.split_at(at);
        to.push_str(before);
        let known = [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&nbsp;", ' ')];
        rest = match known.into_iter().find(|(name, _)| after.starts_with(name)) {
            Some((name, sign)) => {
                to.push(sign);
                &after[name.len()..]
            }
            None => {
                to.push('&');
                &after[1..]
            }
        };
    }
    to.push_str(rest);
}

/// Plain text as rich text: a paragraph for each line.
#[must_use]
pub fn from_plain(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let escaped = lines.map(|line| {
        line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{a0}', "&nbsp;")
    });
    escaped.map(|line| format!("<p>{line}</p>")).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_does_harm_goes_and_the_rest_stays() {
        for (given, kept) in [
            ("<p>甲<strong>乙</strong></p>", "<p>甲<strong>乙</strong></p>"),
            ("<p onclick=\"x()\" style=\"color:red\" class=a id=b>甲</p>", "<p>甲</p>"),
            ("<script>alert(1)</script><p>甲</p>", "<p>甲</p>"),
            ("<style>p{}</style>甲", "甲"),
            ("<img src=x onerror=alert(1)>甲", "甲"),
            ("<a href=\"javascript:alert(1)\">甲</a>", "<a rel=\"noopener noreferrer nofollow\">甲</a>"),
            ("<a href=\"/settings\">甲</a>", "<a rel=\"noopener noreferrer nofollow\">甲</a>"),
            (
                "<a href=\"https://example.com/?a=1&amp;b=2\" onclick=x>甲</a>",
                "<a href=\"https://example.com/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">甲</a>",
            ),
            ("<iframe src=https://example.com></iframe>甲", "甲"),
            ("<svg><script>alert(1)</script></svg>甲", "甲"),
            ("<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">", ""),
            ("<ol start=\"3\"><li>甲</li></ol>", "<ol start=\"3\"><li>甲</li></ol>"),
            ("<div><span>甲</span></div>", "甲"),
            ("<p>甲", "<p>甲</p>"),
            ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
        ] {
            assert_eq!(rich(given), kept, "{given}");
        }
    }

    #[test]
    fn the_text_is_read_line_by_line() {
        for (html, text) in [
            (
                "<h2>题</h2><p>一 &amp; 二<br>三</p><ul><li><p>甲</p></li><li><p>乙</p></li></ul>",
                "题\n一 & 二\n三\n甲\n乙",
            ),
            ("<p></p><p> </p>", ""),
            ("<p>a &lt;b&gt; &amp;lt;</p>", "a <b> &lt;"),
            ("<a href=\"https://example.com/?q=>\" rel=\"x\">甲</a>", "甲"),
            ("甲<strong>乙</strong>丙", "甲乙丙"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
        assert_eq!(from_plain("a <b>\n\n c & d"), "<p>a &lt;b&gt;</p><p> c &amp; d</p>");
    }

    #[test]
    fn a_tower_of_tags_falls_flat() {
        let tower = format!("{}甲{}", "<blockquote>".repeat(2_000), "</blockquote>".repeat(2_000));
        assert_eq!(rich(&tower), "<p>甲</p>");
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(html in "([a-z<>/\"'= &;甲]|<p>|</p>|<a href=\"|<b>|</b>|<ul><li>|&lt;|<pre>\n){0,40}") {
            let once = rich(&html);
            prop_assert_eq!(rich(&once), once.clone());
            prop_assert!(!once.to_lowercase().contains("<script"));
        }

        #[test]
        fn plain_text_comes_back(text in "[a-z<>&;\"甲 ]{1,20}(\n[a-z<>&;\"甲]{1,20}){0,3}") {
            let lines: Vec<&str> = text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
            let lines = lines.join("\n");
            prop_assert_eq!(plain(&rich(&from_plain(&text))), lines.trim());
        }
    }
}
