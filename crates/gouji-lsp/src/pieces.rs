//! The keys and values of a rule file, one by one, each with what it stands in. A file that is being
//! written is read as far as it goes: `toml_parser` lexes whatever there is, and a header at the
//! beginning of a line ends all that was left open.

use std::ops::Range;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A name in the header of a table.
    Header,
    /// A key.
    Key,
    /// A value, or what will be one.
    Value,
}

/// A key or a value, or the place where one may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// What it is.
    pub sort: Sort,
    /// The names of the header that it stands below: rule, case.
    pub table: Vec<String>,
    /// Where that header begins.
    pub start: usize,
    /// The keys that lead to it from there on, its own not among them where it is one.
    pub keys: Vec<String>,
    /// Its bytes, without quotes.
    pub span: Range<usize>,
    /// It stands in quotes.
    pub is_quoted: bool,
}

impl Piece {
    /// The key of a value.
    #[must_use]
    pub fn key(&self) -> &str {
        self.keys.last().map_or("", String::as_str)
    }

    /// The name of the item that it stands in: rule.
    #[must_use]
    pub fn item(&self) -> &str {
        self.table.first().map_or("", String::as_str)
    }
}

enum Open {
    List,
    /// A table in braces, and how many keys lead to it.
    Table(usize),
}

struct Walk<'t> {
    text: &'t str,
    table: Vec<String>,
    start: usize,
    keys: Vec<String>,
    open: Vec<Open>,
    /// Names of a key or header that has not ended.
    names: Vec<Piece>,
    is_header: bool,
    /// Behind an equals sign, or in a list.
    awaits_value: bool,
    is_line_start: bool,
    found: Vec<Piece>,
}

/// All keys and values of a file.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece> {
    walk(text, None).0
}

/// What stands at a byte, or could be written there.
#[must_use]
pub fn at(text: &str, offset: usize) -> Piece {
    let (found, gap) = walk(text, Some(offset));
    let is_here = |piece: &&Piece| piece.span.start <= offset && offset <= piece.span.end;
    match found.iter().find(is_here) {
        Some(piece) => piece.clone(),
        None => gap.unwrap_or_else(|| Walk::new(text).piece(Sort::Key, offset..offset, false)),
    }
}

/// The pieces, and what could be written at a byte where none stands.
fn walk(text: &str, offset: Option<usize>) -> (Vec<Piece>, Option<Piece>) {
    let mut walk = Walk::new(text);
    let mut gap = None;
    for token in Source::new(text).lex() {
        let span = token.span().start()..token.span().end();
        walk.token(token.kind(), span.clone());
        if let Some(offset) = offset
            && gap.is_none()
            && offset <= span.end
        {
            gap = Some(walk.gap(offset));
        }
    }
    walk.end_names();
    (walk.found, gap)
}

impl<'t> Walk<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            table: Vec::new(),
            start: 0,
            keys: Vec::new(),
            open: Vec::new(),
            names: Vec::new(),
            is_header: false,
            awaits_value: false,
            is_line_start: true,
            found: Vec::new(),
        }
    }

    fn piece(&self, sort: Sort, span: Range<usize>, is_quoted: bool) -> Piece {
        let (table, keys) = (self.table.clone(), self.keys.clone());
        Piece { sort, table, start: self.start, keys, span, is_quoted }
    }

    /// What could be written at a byte.
    fn gap(&self, offset: usize) -> Piece {
        let sort = match (self.is_header, self.awaits_value) {
            (true, _) => Sort::Header,
            (_, true) => Sort::Value,
            _ => Sort::Key,
        };
        self.piece(sort, offset..offset, false)
    }

    fn text(&self, piece: &Piece) -> String {
        self.text.get(piece.span.clone()).unwrap_or("").to_owned()
    }

    /// A new line, or the end: a key without a value stays one.
    fn end_names(&mut self) {
        let names = std::mem::take(&mut self.names);
        if self.is_header {
            self.table = names.iter().map(|name| self.text(name)).collect();
            self.is_header = false;
        }
        self.found.extend(names);
    }

    fn token(&mut self, kind: TokenKind, span: Range<usize>) {
        let is_first = self.is_line_start;
        if !matches!(kind, TokenKind::Whitespace) {
            self.is_line_start = kind == TokenKind::Newline;
        }
        match kind {
            TokenKind::Newline => self.line_ends(),
            TokenKind::LeftSquareBracket if is_first && self.begins_header(span.start) => {
                self.end_names();
                self.open.clear();
                self.keys.clear();
                self.table.clear();
                (self.is_header, self.awaits_value, self.start) = (true, false, span.start);
            }
            TokenKind::LeftSquareBracket if !self.is_header => self.open.push(Open::List),
            TokenKind::LeftCurlyBracket => {
                self.open.push(Open::Table(self.keys.len()));
                self.awaits_value = false;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket if !self.is_header => {
                self.end_names();
                if let Some(Open::Table(keys)) = self.open.pop() {
                    self.keys.truncate(keys);
                }
                self.awaits_value = matches!(self.open.last(), Some(Open::List));
            }
            TokenKind::Comma => {
                self.end_names();
                match self.open.last() {
                    Some(Open::Table(keys)) => {
                        self.keys.truncate(*keys);
                        self.awaits_value = false;
                    }
                    _ => self.awaits_value = true,
                }
            }
            TokenKind::Equals => {
                let names = std::mem::take(&mut self.names);
                let keys: Vec<String> = names.iter().map(|name| self.text(name)).collect();
                self.found.extend(names);
                self.keys.extend(keys);
                self.awaits_value = true;
            }
            TokenKind::Atom
            | TokenKind::BasicString
            | TokenKind::LiteralString
            | TokenKind::MlBasicString
            | TokenKind::MlLiteralString => self.word(kind, span),
            _ => {}
        }
    }

    fn line_ends(&mut self) {
        self.end_names();
        if self.open.is_empty() {
            self.keys.clear();
            self.awaits_value = false;
        }
    }

    /// Whether a bracket at the beginning of a line opens a header: outside of all brackets it does, and two
    /// with a name do wherever they stand.
    fn begins_header(&self, start: usize) -> bool {
        let rest = self.text.get(start..).unwrap_or("");
        let is_name = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase());
        (self.open.is_empty() && !self.awaits_value) || rest.strip_prefix("[[").is_some_and(is_name)
    }

    fn word(&mut self, kind: TokenKind, span: Range<usize>) {
        let raw = self.text.get(span.clone()).unwrap_or("");
        let quotes = match kind {
            TokenKind::Atom => 0,
            TokenKind::BasicString | TokenKind::LiteralString => 1,
            _ => 3,
        };
        let mark = raw.get(..quotes).unwrap_or("");
        let is_closed = quotes > 0 && raw.len() >= quotes * 2 && raw.ends_with(mark);
        let end = if is_closed { span.end - quotes } else { span.end };
        let inside = span.start + quotes.min(raw.len())..end;
        let is_key = self.is_header || !self.awaits_value;
        let sort = match (self.is_header, is_key) {
            (true, _) => Sort::Header,
            (_, true) => Sort::Key,
            _ => Sort::Value,
        };
        let piece = self.piece(sort, inside, quotes > 0);
        if is_key { self.names.push(piece) } else { self.found.push(piece) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, piece: &Piece) -> String {
        let own = &text[piece.span.clone()];
        format!("{:?} {}|{} {own}", piece.sort, piece.table.join("."), piece.keys.join("."))
    }

    #[test]
    fn each_piece_knows_what_it_stands_in() {
        let text = "name = \"甲\"\n[[form]]\nid = \"表\"\ncolumns = [\n  { name = \"数\", kind = 'amount' },\n]\n[[rule.case]]\nset = { \"表.行\" = \"1\" }\nexpect = \"holds\" # 注\n[param]\n\"率\" = 0.5\n";
        let all: Vec<String> = pieces(text).iter().map(|piece| shown(text, piece)).collect();
        assert_eq!(
            all,
            [
                "Key | name",
                "Value |name 甲",
                "Header | form",
                "Key form| id",
                "Value form|id 表",
                "Key form| columns",
                "Key form|columns name",
                "Value form|columns.name 数",
                "Key form|columns kind",
                "Value form|columns.kind amount",
                "Header | rule",
                "Header | case",
                "Key rule.case| set",
                "Key rule.case|set 表.行",
                "Value rule.case|set.表.行 1",
                "Key rule.case| expect",
                "Value rule.case|expect holds",
                "Header | param",
                "Key param| 率",
                "Value param|率 0",
                "Value param|率 5",
            ]
        );
    }

    /// What stands at `¦`, which is taken out.
    fn here(text: &str) -> String {
        let offset = text.find('¦').unwrap();
        let text = text.replace('¦', "");
        let found = at(&text, offset);
        format!("{} {}", shown(&text, &found), if found.is_quoted { "\"" } else { "" })
            .trim_end()
            .to_owned()
    }

    #[test]
    fn a_file_that_is_being_written_is_read_as_far_as_it_goes() {
        assert_eq!(
            here("[[rule]]\nid = \"甲\"\nexpect = \"合计 == ¦\n[[rule]]\n"),
            "Value rule|expect 合计 ==  \""
        );
        assert_eq!(here("[[rule]]\nform = \"¦\"\n"), "Value rule|form  \"");
        assert_eq!(here("[[rule]]\nform = ¦\nid = \"a\"\n"), "Value rule|form");
        assert_eq!(here("[[rule]]\nse¦\n"), "Key rule| se");
        assert_eq!(here("[[rule]]\n¦\nid = \"a\"\n"), "Key rule|");
        assert_eq!(here("[[rule]]\nid = \"a\"\n¦"), "Key rule|");
        assert_eq!(here("[[form]]\ncolumns = [\n  { name = \"a\", ¦ },\n]\n"), "Key form|columns");
        assert_eq!(
            here("[[form]]\ncolumns = [\n  { name = \"a\", kind = \"¦\" },\n]\n"),
            "Value form|columns.kind  \""
        );
        assert_eq!(here("[[ru¦]]\n"), "Header | ru");
        assert_eq!(here("[[form]]\ncolumns = [\n\n[[rule]]\nid = \"¦\"\n"), "Value rule|id  \"");
        assert_eq!(here("¦"), "Key |");
    }
}
