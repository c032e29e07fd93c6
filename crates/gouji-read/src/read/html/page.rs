//! Tokens of a web page to lines and tables, one in another as the page nests them.
//!
//! Only what matters for reading is kept: where a line ends, tables with their extents, what is
//! hidden. End tags that are missing are put where browsers put them; an element that is closed
//! without being open changes nothing.

use super::token::{HtmlToken, HtmlTokens, resolve};
use crate::read::line::is_wide;

/// What stands on a page or in a cell, in reading order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::read) enum HtmlItem {
    /// A line of text.
    Line(String),
    /// A table.
    Table(HtmlTable),
}

/// A table of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct HtmlTable {
    /// The cells of each row.
    pub rows: Vec<Vec<HtmlCell>>,
    /// It says itself that it only arranges things.
    pub is_layout: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::read) struct HtmlCell {
    /// Rows that it extends over; 0: all that are left.
    pub rows: usize,
    /// Columns that it extends over.
    pub columns: usize,
    /// What stands in it.
    pub items: Vec<HtmlItem>,
}

/// What a page holds.
#[derive(Debug, Default)]
pub(in crate::read) struct HtmlContent {
    /// Lines and tables.
    pub items: Vec<HtmlItem>,
    /// Text in lines of its own making was among them.
    pub has_preformatted: bool,
    /// The page shows other pages and holds nothing itself.
    pub is_frameset: bool,
    /// Something was hidden and left out.
    pub hidden: usize,
    /// The file ends inside a tag or a comment.
    pub is_cut: bool,
}

/// Tables nested deeper are read as text.
const DEEPEST: usize = 48;
/// As browsers limit extents.
const WIDEST: usize = 1000;
const TALLEST: usize = 65534;

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "aside",
    "form",
    "fieldset",
    "legend",
    "blockquote",
    "center",
    "address",
    "pre",
    "hr",
    "br",
    "figure",
    "figcaption",
    "caption",
    "body",
    "html",
    "details",
    "summary",
    "textarea",
];
/// Elements that are never shown as text of the page.
const UNSEEN: &[&str] = &[
    "template", "select", "datalist", "option", "svg", "math", "audio", "video", "canvas",
    "button", "xml", "object", "comment",
];
/// Elements without content.
const VOID: &[&str] = &[
    "br", "hr", "img", "input", "col", "link", "meta", "area", "base", "embed", "param", "source",
    "track", "wbr", "frame",
];

/// Reads a page; `None` where it has more lines and cells than may be.
pub(in crate::read) fn content(text: &str, most: usize) -> Option<HtmlContent> {
    let mut page = Page::default();
    let mut tokens = HtmlTokens::new(text);
    for token in tokens.by_ref() {
        match token {
            HtmlToken::Text(text) if page.hidden.is_none() => page.text(&resolve(text)),
            HtmlToken::Text(_) => {}
            HtmlToken::Start { name, attributes } => page.start(&name, &attributes),
            HtmlToken::End(name) => page.end(&name),
        }
        if page.pieces > most {
            return None;
        }
    }
    page.flattened = 0;
    while !page.open.is_empty() {
        page.close_table();
    }
    page.end_line();
    Some(HtmlContent { is_cut: tokens.is_cut, items: page.items, ..page.found })
}

/// A table that is open.
#[derive(Default)]
struct Open {
    table: HtmlTable,
    row: Option<Vec<HtmlCell>>,
    cell: Option<HtmlCell>,
}

/// A hidden element that is open.
struct Hidden {
    name: String,
    /// How many of its name are open.
    depth: usize,
    /// How many tables are open in it.
    tables: usize,
}

#[derive(Default)]
struct Page {
    items: Vec<HtmlItem>,
    open: Vec<Open>,
    /// Tables beyond the deepest.
    flattened: usize,
    line: String,
    /// White space since the last character; whether it holds a line end.
    space: Option<bool>,
    preformatted: usize,
    /// Numbers of the lists that are open; `None` for one without numbers.
    lists: Vec<Option<u64>>,
    hidden: Option<Hidden>,
    /// Lines and cells so far.
    pieces: usize,
    found: HtmlContent,
}

/// How tightly an element belongs to a table: a tag of a lower level closes what is open.
fn level(name: &str) -> usize {
    match name {
        "table" => 0,
        "tbody" | "thead" | "tfoot" => 1,
        "tr" => 2,
        "td" | "th" => 3,
        _ => 4,
    }
}

/// White space that a browser draws as one blank.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}')
}

impl Page {
    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    self.end_line();
                }
                self.line.push_str(line.trim_end_matches('\r'));
            }
            return;
        }
        for c in text.chars() {
            if is_space(c) {
                self.space = Some(self.space.unwrap_or(false) || c == '\n');
                continue;
            }
            if let (Some(broken), Some(last)) = (self.space.take(), self.line.chars().next_back())
                // a line of the source that ends between two ideographs is no blank
                && !(broken && is_wide(last) && is_wide(c))
            {
                self.line.push(' ');
            }
            self.line.push(c);
        }
    }

    /// Where lines and tables go now: the innermost cell; what stands between cells goes before the
    /// table.
    fn items(&mut self) -> &mut Vec<HtmlItem> {
        self.open
            .iter_mut()
            .rev()
            .find_map(|open| open.cell.as_mut())
            .map_or(&mut self.items, |cell| &mut cell.items)
    }

    fn end_line(&mut self) {
        self.space = None;
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.pieces += 1;
            self.items().push(HtmlItem::Line(line));
        }
    }

    fn start(&mut self, name: &str, attributes: &[(&'static str, String)]) {
        if !self.shows_start(name) {
            return;
        }
        let attribute = |wanted: &str| {
            attributes.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str())
        };
        // a whole page that hides itself is shown by a script
        let may_hide = !VOID.contains(&name) && !matches!(name, "html" | "body");
        if may_hide
            && (UNSEEN.contains(&name) || is_hidden(attribute("style"), attribute("hidden")))
        {
            // what it closes is closed all the same
            if let 1..=3 = level(name) {
                self.close_for(name);
            }
            self.found.hidden += usize::from(!UNSEEN.contains(&name));
            self.hidden = Some(Hidden {
                name: name.to_owned(),
                depth: 1,
                tables: usize::from(name == "table"),
            });
            return;
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
        let number = |wanted: &str, most: usize| {
            attribute(wanted).and_then(leading_number).map_or(1, |n| n.min(most))
        };
        match name {
            "table" => self.open_table(attribute("role")),
            "tbody" | "thead" | "tfoot" | "tr" => self.close_for(name),
            "td" | "th" => {
                self.close_for(name);
                let cell = HtmlCell {
                    rows: number("rowspan", TALLEST),
                    columns: number("colspan", WIDEST).max(1),
                    items: Vec::new(),
                };
                if let Some(open) = self.open.last_mut().filter(|_| self.flattened == 0) {
                    self.pieces += 1;
                    open.cell = Some(cell);
                }
            }
            "ol" => self
                .lists
                .push(Some(attribute("start").and_then(leading_number).map_or(1, |n| n as u64))),
            "ul" => self.lists.push(None),
            "li" => {
                if let Some(Some(next)) = self.lists.last_mut() {
                    self.line.push_str(&format!("{next}."));
                    *next = next.saturating_add(1);
                }
            }
            "pre" | "textarea" => {
                self.preformatted += 1;
                self.found.has_preformatted = true;
            }
            "frameset" => self.found.is_frameset = true,
            "input" if matches!(attribute("type").unwrap_or(""), "" | "text" | "number") => {
                self.text(attribute("value").unwrap_or(""));
            }
            _ => {}
        }
    }

    /// Whether the start of an element is seen; it may end what is hidden.
    fn shows_start(&mut self, name: &str) -> bool {
        let Some(hidden) = &mut self.hidden else { return true };
        let is_sibling = hidden.tables == 0
            && ((level(name) <= level(&hidden.name) && (1..4).contains(&level(name)))
                || (hidden.name == "p" && BLOCKS.contains(&name) && name != "br"));
        if is_sibling {
            self.hidden = None;
            return true;
        }
        hidden.tables += usize::from(name == "table");
        hidden.depth += usize::from(name == hidden.name && !VOID.contains(&name));
        false
    }

    fn end(&mut self, name: &str) {
        if let Some(hidden) = &mut self.hidden {
            let encloses = hidden.tables == 0 && level(name) < level(&hidden.name);
            hidden.depth -= usize::from(name == hidden.name);
            hidden.tables -= usize::from(name == "table" && hidden.tables > 0);
            if encloses || hidden.depth == 0 {
                self.hidden = None;
            }
            if !encloses {
                return;
            }
        }
        if BLOCKS.contains(&name) || name == "table" {
            self.end_line();
        }
        match name {
            "table" if self.flattened > 0 => self.flattened -= 1,
            "table" => self.close_table(),
            "tbody" | "thead" | "tfoot" | "tr" | "td" | "th" => self.close_for(name),
            "ol" | "ul" => drop(self.lists.pop()),
            "pre" | "textarea" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
    }

    fn open_table(&mut self, role: Option<&str>) {
        self.end_line();
        // a table right in a table, in no cell, ends that one
        if self.open.last().is_some_and(|open| open.cell.is_none()) {
            self.close_table();
        }
        if self.open.len() >= DEEPEST {
            self.flattened += 1;
            return;
        }
        let is_layout = matches!(role, Some("presentation" | "none"));
        self.open
            .push(Open { table: HtmlTable { rows: Vec::new(), is_layout }, ..Open::default() });
    }

    /// Closes the cell, and for a tag of a row or section the row, of the innermost table.
    fn close_for(&mut self, name: &str) {
        if self.flattened > 0 {
            return self.end_line();
        }
        self.end_line();
        let Some(open) = self.open.last_mut() else { return };
        if let Some(cell) = open.cell.take() {
            open.row.get_or_insert_default().push(cell);
        }
        if level(name) < 3 {
            open.table.rows.extend(open.row.take());
        }
    }

    fn close_table(&mut self) {
        self.close_for("tr");
        if let Some(open) = self.open.pop() {
            self.items().push(HtmlItem::Table(open.table));
        }
    }
}

/// By its attributes.
fn is_hidden(style: Option<&str>, hidden: Option<&str>) -> bool {
    let style: String = style
        .unwrap_or("")
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    hidden.is_some()
        || ["display:none", "visibility:hidden", "mso-hide:all"]
            .iter()
            .any(|rule| style.contains(rule))
}

/// The number that a value starts with.
fn leading_number(text: &str) -> Option<usize> {
    let text = text.trim_ascii_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(..digits)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(items: &[HtmlItem]) -> String {
        let cell = |cell: &HtmlCell| {
            let extent = if (cell.rows, cell.columns) == (1, 1) {
                String::new()
            } else {
                format!("{}x{} ", cell.rows, cell.columns)
            };
            format!("{extent}{}", shown(&cell.items))
        };
        let row = |row: &Vec<HtmlCell>| row.iter().map(cell).collect::<Vec<_>>().join("|");
        let item = |item: &HtmlItem| match item {
            HtmlItem::Line(line) => line.clone(),
            HtmlItem::Table(table) => {
                format!("[{}]", table.rows.iter().map(row).collect::<Vec<_>>().join("/"))
            }
        };
        items.iter().map(item).collect::<Vec<_>>().join(";")
    }

    fn check(page: &str, expected: &str) {
        assert_eq!(shown(&content(page, 100).unwrap().items), expected);
    }

    #[test]
    fn lines_end_with_blocks_and_breaks() {
        check(
            "<p>收入\n  决算表<p>甲 <b>乙</b>\n2.50<br>丙<div>丁</div>戊",
            "收入决算表;甲 乙 2.50;丙;丁;戊",
        );
        check("<pre>a\tb\n c</pre>", "a\tb; c");
        check("<ol start=3><li>甲<li>乙</ol><ul><li>丙</ul>", "3.甲;4.乙;丙");
    }

    #[test]
    fn missing_end_tags_are_put_where_they_belong() {
        check("<table><tr><td>甲<td>乙<tr><th colspan=2>丙</table>丁", "[甲|乙/1x2 丙];丁");
        check("<table><tbody><td>甲</tbody><tr><td>乙", "[甲/乙]");
        check("甲</td></tr></table>乙", "甲;乙");
        check(
            "<table><caption>题</caption><tr>散<td>甲<table><tr><td>乙</table>丙</table>",
            "题;散;[甲;[乙];丙]",
        );
        check("<table><tr><table><tr><td>甲</table>", "[];[甲]");
    }

    #[test]
    fn hidden_elements_are_left_out_and_end_where_they_must() {
        check("甲<span style='DISPLAY: none'>乙<span>丙</span></span>丁", "甲丁");
        check("<table><tr style=display:none><td>甲<td>乙<tr><td hidden>丙<td>丁</table>", "[丁]");
        check("<table><tr><td><font style='display:none'>甲<td>乙</table>丙", "[|乙];丙");
        check("<table hidden><tr><td><table><tr><td>甲</table></table>乙", "乙");
        check("<p hidden>甲<p>乙", "乙");
        check(
            "<select><option>甲</select>乙<input value=5.00><input type=hidden value=6>",
            "乙5.00",
        );
    }

    #[test]
    fn tables_without_end_are_read_as_text_at_last() {
        let page =
            content(&format!("{}甲</table>乙", "<table><tr><td>".repeat(500)), 1000).unwrap();
        assert!(
            shown(&page.items).ends_with(&format!("甲;乙{}", "]".repeat(DEEPEST))),
            "{}",
            shown(&page.items)
        );
        assert_eq!(shown(&content(&"</table>".repeat(500), 10).unwrap().items), "");
        assert_eq!(content(&"<td>甲<p>".repeat(11), 10).map(|page| page.items), None);
    }
}
