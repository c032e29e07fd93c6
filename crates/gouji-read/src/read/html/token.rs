//! Cuts the text of a web page into tags and texts, in one pass and without looking back.
//!
//! Comments, declarations and the content of scripts and styles are left out; character references
//! are resolved. What is malformed is read as browsers read it.

use quick_xml::escape::resolve_html5_entity;

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HtmlToken<'a> {
    /// Text as it stands, references unresolved.
    Text(&'a str),
    /// A tag that opens an element.
    Start {
        /// Name in small letters.
        name: String,
        /// The attributes that matter: names in small letters, values resolved.
        attributes: Vec<(&'static str, String)>,
    },
    /// A tag that closes an element, by its name in small letters.
    End(String),
}

/// Attributes that matter.
const ATTRIBUTES: &[&str] =
    &["rowspan", "colspan", "style", "hidden", "type", "value", "start", "role"];
/// Elements whose content is no markup and is not shown.
const RAW: &[&str] =
    &["script", "style", "xmp", "iframe", "noembed", "noframes", "noscript", "title"];
/// References that browsers resolve without a semicolon, those that occur in documents.
const BARE: &[&str] = &[
    "nbsp", "quot", "amp", "lt", "gt", "middot", "times", "divide", "yen", "plusmn", "deg", "copy",
    "reg",
];

/// The tokens of a page.
pub(super) struct HtmlTokens<'a> {
    rest: &'a str,
    /// The page ended inside a tag or a comment.
    pub is_cut: bool,
}

impl<'a> HtmlTokens<'a> {
    /// From the start of a page.
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, is_cut: false }
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or("");
    }

    /// Skips behind a mark; all that is left where it does not come.
    fn skip_behind(&mut self, mark: &str) {
        match self.rest.find(mark) {
            Some(at) => self.skip(at + mark.len()),
            None => {
                self.is_cut = true;
                self.rest = "";
            }
        }
    }

    /// Reads a tag whose name follows the next `prefix` bytes; `None` where the page ends inside
    /// it.
    fn tag(&mut self, prefix: usize) -> Option<(String, Vec<(&'static str, String)>)> {
        self.skip(prefix);
        let name = self
            .rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .unwrap_or(self.rest.len());
        let tag = self.rest.get(..name).unwrap_or("").to_ascii_lowercase();
        self.skip(name);
        let mut attributes = Vec::new();
        loop {
            self.rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if self.rest.starts_with('>') {
                self.skip(1);
                return Some((tag, attributes));
            }
            if self.rest.is_empty() {
                self.is_cut = true;
                return None;
            }
            let (name, value) = self.attribute();
            if let Some(known) = ATTRIBUTES.iter().find(|known| known.eq_ignore_ascii_case(name))
                && !attributes.iter().any(|(given, _)| given == known)
            {
                attributes.push((*known, resolve(value)));
            }
        }
    }

    fn attribute(&mut self) -> (&'a str, &'a str) {
        // an equals sign at the start belongs to the name
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
        let len = self
            .rest
            .get(first..)
            .and_then(|rest| rest.find(ends))
            .map_or(self.rest.len(), |at| first + at);
        let name = self.rest.get(..len).unwrap_or("");
        self.skip(len);
        let Some(value) = self.rest.trim_ascii_start().strip_prefix('=') else {
            return (name, "");
        };
        self.rest = value.trim_ascii_start();
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => {
                self.skip(1);
                let len = self.rest.find(quote).unwrap_or(self.rest.len());
                let value = self.rest.get(..len).unwrap_or("");
                self.skip(len + 1);
                value
            }
            None => {
                let len = self
                    .rest
                    .find(|c: char| c.is_ascii_whitespace() || c == '>')
                    .unwrap_or(self.rest.len());
                let value = self.rest.get(..len).unwrap_or("");
                self.skip(len);
                value
            }
        };
        (name, value)
    }

    /// Skips the content of an element that holds no markup, and its end tag.
    fn skip_raw(&mut self, name: &str) {
        let mut from = 0;
        while let Some(at) = self.rest.get(from..).and_then(|rest| rest.find("</")) {
            let behind = from + at + 2;
            let tag = self.rest.as_bytes().get(behind..behind + name.len());
            if tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
                self.skip(behind);
                return self.skip_behind(">");
            }
            from = behind;
        }
        self.is_cut = true;
        self.rest = "";
    }
}

impl<'a> Iterator for HtmlTokens<'a> {
    type Item = HtmlToken<'a>;

    fn next(&mut self) -> Option<HtmlToken<'a>> {
        loop {
            let mut ahead = self.rest.chars();
            match (ahead.next()?, ahead.next(), ahead.next()) {
                ('<', Some(c), _) if c.is_ascii_alphabetic() => {
                    let (name, attributes) = self.tag(1)?;
                    if RAW.contains(&name.as_str()) {
                        self.skip_raw(&name);
                        continue;
                    }
                    return Some(HtmlToken::Start { name, attributes });
                }
                ('<', Some('/'), Some(c)) if c.is_ascii_alphabetic() => {
                    return self.tag(2).map(|(name, _)| HtmlToken::End(name));
                }
                ('<', Some('!'), _) if self.rest.starts_with("<!--") => {
                    // `<!-->` is a whole comment
                    self.skip(2);
                    self.skip_behind(if self.rest.starts_with("-->") { ">" } else { "-->" });
                }
                ('<', Some('!' | '?' | '/'), _) => self.skip_behind(">"),
                (first, ..) => {
                    let from = first.len_utf8();
                    let len = self
                        .rest
                        .get(from..)
                        .and_then(|rest| rest.find('<'))
                        .map_or(self.rest.len(), |at| from + at);
                    let text = self.rest.get(..len).unwrap_or("");
                    self.skip(len);
                    return Some(HtmlToken::Text(text));
                }
            }
        }
    }
}

/// Text with its character references resolved.
pub(super) fn resolve(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at + 1..).unwrap_or("");
        match reference(rest) {
            Some((meant, len)) => {
                out.push_str(&meant);
                rest = rest.get(len..).unwrap_or("");
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// What a reference means, and its bytes behind the `&`.
fn reference(text: &str) -> Option<(String, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        let (radix, digits, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (16, digits, 2),
            None => (10, number, 1),
        };
        let len = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let code = u32::from_str_radix(digits.get(..len)?, radix).ok()?;
        let behind = usize::from(digits.get(len..)?.starts_with(';'));
        return Some((character(code).to_string(), prefix + len + behind));
    }
    // no name is longer
    const LONGEST: usize = 32;
    let len = text.bytes().take(LONGEST).take_while(u8::is_ascii_alphanumeric).count();
    let name = text.get(..len)?;
    if text.get(len..)?.starts_with(';')
        && let Some(meant) = resolve_html5_entity(name)
    {
        return Some((meant.to_owned(), len + 1));
    }
    let bare = BARE.iter().find(|bare| name.starts_with(**bare))?;
    Some((resolve_html5_entity(bare)?.to_owned(), bare.len()))
}

/// The character of a code; those of Windows code pages that stand in old pages too.
fn character(code: u32) -> char {
    if let Some(byte) = u8::try_from(code).ok().filter(|byte| (0x80..0xA0).contains(byte)) {
        return encoding_rs::WINDOWS_1252
            .decode_without_bom_handling(&[byte])
            .0
            .chars()
            .next()
            .unwrap_or('\u{FFFD}');
    }
    char::from_u32(code).filter(|c| *c != '\0').unwrap_or('\u{FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: &[&str]) {
        let shown: Vec<String> = HtmlTokens::new(page)
            .map(|token| match token {
                HtmlToken::Text(text) => resolve(text),
                HtmlToken::Start { name, attributes } => {
                    let list: String =
                        attributes.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                    format!("<{name}{list}>")
                }
                HtmlToken::End(name) => format!("</{name}>"),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn tags_attributes_and_texts() {
        check(
            "<!DOCTYPE html><TD ColSpan=2 style='a: \"b\"' class=\"x>y\" hidden>甲&nbsp;&lt;</td >",
            &["<td colspan=2 style=a: \"b\" hidden=>", "甲\u{A0}<", "</td>"],
        );
        check("<br/>a<b<c", &["<br>", "a"]);
        check("1 < 2 && 3 > 2", &["1 ", "< 2 && 3 > 2"]);
    }

    #[test]
    fn comments_scripts_and_conditions_are_left_out() {
        check(
            "a<!-- <td> --><![if !supportLists]>b<![endif]><?xml?>c<!-->d",
            &["a", "b", "c", "d"],
        );
        check("<script>if (a</b) '</td>'</SCRIPT >甲<style>x", &["甲"]);
        assert_eq!(HtmlTokens::new("甲<!-- 乙").count(), 1);
    }

    #[test]
    fn references() {
        for (text, meant) in [
            ("&#21608;&#x5468;&#8212", "周周—"),
            ("&#150;&#0;&#99999999;", "–\u{FFFD}\u{FFFD}"),
            ("&ldquo;&emsp;&times;&hellip;", "“\u{2003}×…"),
            ("&nbsp1&ampx&unknown;&;& ", "\u{A0}1&x&unknown;&;& "),
        ] {
            assert_eq!(resolve(text), meant);
        }
    }
}
