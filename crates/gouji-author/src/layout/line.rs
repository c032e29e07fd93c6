//! A line of a rule file as the pieces that it is made of, each with the blanks before it.

use gouji_report::report::width::columns;
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// Blanks for each bracket that is open.
const INDENT: usize = 2;

/// What is no blank.
#[derive(Debug)]
pub(super) struct Piece<'t> {
    pub(super) kind: TokenKind,
    pub(super) text: &'t str,
    /// As many blanks stood before it.
    pub(super) had: usize,
    /// Blanks that shall stand there.
    pub(super) blanks: usize,
}

/// A line; where a text of several lines stands in it, it ends behind that.
#[derive(Debug)]
pub(super) struct LaidLine<'t> {
    pub(super) pieces: Vec<Piece<'t>>,
    /// Its line break.
    pub(super) end: &'t str,
    /// How far it is set in; brackets that one line opens count once.
    pub(super) depth: usize,
    pub(super) is_header: bool,
}

/// The lines of a file, each piece with the blanks that it shall have where nothing lines up.
pub(super) fn lines(text: &str) -> Vec<LaidLine<'_>> {
    let mut out = Vec::new();
    // for each open bracket the depth of what stands in it
    let mut open = Vec::new();
    let (mut pieces, mut blanks) = (Vec::new(), 0);
    for token in Source::new(text).lex() {
        let span = token.span();
        let own = text.get(span.start()..span.end()).unwrap_or("");
        match token.kind() {
            TokenKind::Whitespace => blanks = columns(&own.replace('\t', " ")),
            TokenKind::Newline => out.push(line(std::mem::take(&mut pieces), own, &mut open)),
            TokenKind::Eof => {}
            kind => {
                let is_remark = kind == TokenKind::Comment;
                let own = if is_remark { own.trim_end() } else { own };
                pieces.push(Piece { kind, text: own, had: blanks, blanks: 0 });
            }
        }
        if token.kind() != TokenKind::Whitespace {
            blanks = 0;
        }
    }
    if !pieces.is_empty() {
        out.push(line(pieces, "", &mut open));
    }
    out
}

fn is_open(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket)
}

fn is_closed(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket)
}

fn line<'t>(mut pieces: Vec<Piece<'t>>, end: &'t str, open: &mut Vec<usize>) -> LaidLine<'t> {
    let inside = open.last().copied().unwrap_or(0);
    let closed_first = pieces.iter().take_while(|piece| is_closed(piece)).count();
    let outermost = open.len().saturating_sub(closed_first);
    let depth = open.get(outermost).map_or(inside, |closed| closed.saturating_sub(1));
    let first = pieces.first().map(|piece| piece.kind);
    let is_header = open.is_empty() && first == Some(TokenKind::LeftSquareBracket);
    for at in 0..pieces.len() {
        let blanks = match at.checked_sub(1) {
            None => depth * INDENT,
            Some(before) => between(pieces.get(before), pieces.get(at), is_header),
        };
        if let Some(piece) = pieces.get_mut(at) {
            piece.blanks = blanks;
        }
    }
    for piece in &pieces {
        if is_open(piece) {
            open.push(depth + 1);
        } else if is_closed(piece) {
            open.pop();
        }
    }
    LaidLine { pieces, end, depth, is_header }
}

/// The blanks between two pieces of a line.
fn between(before: Option<&Piece<'_>>, piece: Option<&Piece<'_>>, is_header: bool) -> usize {
    let (Some(before), Some(piece)) = (before, piece) else { return 0 };
    match (before.kind, piece.kind) {
        // the author's own
        (_, TokenKind::Comment) => piece.had.max(1),
        (TokenKind::Dot, _) | (_, TokenKind::Dot | TokenKind::Comma) => 0,
        (TokenKind::LeftCurlyBracket, TokenKind::RightCurlyBracket) => 0,
        (TokenKind::LeftCurlyBracket, _) | (_, TokenKind::RightCurlyBracket) => 1,
        (TokenKind::LeftSquareBracket, _) | (_, TokenKind::RightSquareBracket) => 0,
        (TokenKind::Equals | TokenKind::Comma, _) | (_, TokenKind::Equals) => 1,
        // a day and its time
        _ if is_header => 0,
        _ => piece.had,
    }
}

impl LaidLine<'_> {
    /// Nothing but a remark.
    pub(super) fn is_remark(&self) -> bool {
        self.pieces.first().is_some_and(|piece| piece.kind == TokenKind::Comment)
    }

    /// The header of what belongs to the item above: `[[rule.case]]`.
    pub(super) fn is_inner_header(&self) -> bool {
        self.is_header && self.pieces.iter().any(|piece| piece.kind == TokenKind::Dot)
    }

    /// The place of the equals sign of a key that stands outside of all brackets, and the columns of the
    /// key.
    pub(super) fn key(&self) -> Option<(usize, usize)> {
        if self.depth > 0 || self.is_header {
            return None;
        }
        let at = self.pieces.iter().position(|piece| piece.kind == TokenKind::Equals)?;
        let key: usize = self.pieces.iter().take(at).map(|piece| columns(piece.text)).sum();
        Some((at, key))
    }

    /// The column of each piece as the file has it, from the first one on; up to a text of several lines.
    pub(super) fn columns(&self) -> Vec<usize> {
        let mut out = Vec::new();
        let mut column = 0;
        for (at, piece) in self.pieces.iter().enumerate() {
            column += if at == 0 { 0 } else { piece.had };
            out.push(column);
            if piece.text.contains('\n') {
                break;
            }
            column += columns(piece.text);
        }
        out
    }

    pub(super) fn write(&self, out: &mut String) {
        for piece in &self.pieces {
            out.extend(std::iter::repeat_n(' ', piece.blanks));
            out.push_str(piece.text);
        }
    }
}
