//! Rows of a stream whose lines are no rows: a row over several lines, several rows on one, a cell
//! a line.
//!
//! In: the tokens of a form whose rows begin with a code. Out: the same tokens, cut where a row
//! ends: behind its last cell nothing of it can stand, and what stands there begins the next one.

use super::align::SlotAt;
use super::token::{FigureToken, TokenClass};
use gouji_rules::pattern::Context;
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::label::label_key;

/// A line of tokens, with the row of the table that it begins on.
pub(super) type TokenLine = (usize, Vec<FigureToken>);

/// The tokens of a row.
pub(super) struct Piece {
    /// The row of the table that it begins on.
    pub(super) at: usize,
    pub(super) tokens: Vec<FigureToken>,
    /// Side or repetition, where it is known.
    pub(super) group: Option<usize>,
}

/// The columns of one list of rows, where all its rows begin with a code and end with figures.
pub(super) fn coded_slots(slots: &[SlotAt]) -> Option<Vec<SlotAt>> {
    let first = slots.first()?;
    let own: Vec<SlotAt> = slots.iter().filter(|slot| slot.group == first.group).copied().collect();
    let codes = own.iter().take_while(|slot| slot.kind == ColumnKind::Code).count();
    let (label, figures) = own.get(codes..)?.split_first()?;
    let is_figure = |slot: &SlotAt| matches!(slot.kind, ColumnKind::Amount | ColumnKind::Count);
    let is_list = codes > 0
        && label.kind == ColumnKind::Label
        && !figures.is_empty()
        && figures.iter().all(is_figure);
    is_list.then_some(own)
}

/// The tokens of all lines, cut into rows.
pub(super) fn pieces(
    lines: &[TokenLine],
    slots: &[SlotAt],
    form: &Form,
    context: &Context<'_>,
) -> Vec<Piece> {
    let group = slots.first().map(|slot| slot.group);
    let all: Vec<(usize, &FigureToken)> =
        lines.iter().flat_map(|(at, line)| line.iter().map(move |token| (*at, token))).collect();
    let has_decimals = all.iter().any(
        |(_, token)| matches!(&token.class, TokenClass::Number(number) if number.decimals > 0),
    );
    let mut out: Vec<Piece> = Vec::new();
    let mut next = slots.len();
    for (index, (at, token)) in all.iter().enumerate() {
        let before = next.checked_sub(1).and_then(|last| slots.get(last)).map(|slot| slot.kind);
        let goes_on = !out.is_empty() && next > 0;
        let behind = all.get(index + 1).map(|(_, token)| *token);
        let opens = is_total(token, behind, form, context);
        if goes_on && before == Some(ColumnKind::Label) && token.class == TokenClass::Text && !opens
        {
            push(&mut out, token);
            continue;
        }
        let seen = Seen { token, behind, has_decimals, before, slots };
        let slot = (next..slots.len()).find(|slot| !opens && seen.fits(*slot));
        match slot.filter(|_| goes_on) {
            Some(slot) => {
                push(&mut out, token);
                next = slot + 1;
            }
            None => {
                out.push(Piece { at: *at, tokens: vec![(*token).clone()], group });
                let seen = Seen { before: None, ..seen };
                next =
                    (0..slots.len()).find(|slot| seen.fits(*slot)).map_or(slots.len(), |at| at + 1);
            }
        }
    }
    out
}

fn push(out: &mut [Piece], token: &FigureToken) {
    if let Some(piece) = out.last_mut() {
        piece.tokens.push(token.clone());
    }
}

/// Whether a text is the name of a total and nothing else, be it in two letters apart.
fn is_total(
    token: &FigureToken,
    behind: Option<&FigureToken>,
    form: &Form,
    context: &Context<'_>,
) -> bool {
    let is_known = |text: &str| {
        let key = label_key(text, context.vocabulary);
        context.vocabulary.total.contains(&key)
            || form.rows.iter().any(|row| row.total && row.labels.fit(&key, context))
    };
    let is_letter = |token: &&FigureToken| token.class == TokenClass::Text && token.length() == 1;
    let pair = Some(token).filter(is_letter).zip(behind.filter(is_letter));
    token.class == TokenClass::Text
        && (is_known(&token.text.text)
            || pair.is_some_and(|(one, other)| {
                is_known(&format!("{}{}", one.text.text.trim(), other.text.text.trim()))
            }))
}

/// A token with what stands around it.
struct Seen<'a> {
    token: &'a FigureToken,
    behind: Option<&'a FigureToken>,
    /// Amounts are printed with decimals.
    has_decimals: bool,
    /// The column of the token before.
    before: Option<ColumnKind>,
    slots: &'a [SlotAt],
}

impl Seen<'_> {
    fn fits(&self, slot: usize) -> bool {
        let Some(at) = self.slots.get(slot) else { return false };
        match (at.kind, &self.token.class) {
            (ColumnKind::Code, TokenClass::Number(_)) if self.before == Some(ColumnKind::Code) => {
                self.token.is_level()
            }
            (ColumnKind::Code, TokenClass::Number(_)) => slot == 0 && self.is_code(),
            (ColumnKind::Label, TokenClass::Text) => self.token.lettered,
            (ColumnKind::Amount | ColumnKind::Count, TokenClass::Number(_)) => !self.is_code(),
            (ColumnKind::Amount | ColumnKind::Count, TokenClass::Mark) => true,
            _ => false,
        }
    }

    /// Where amounts have no decimals a code is what words or a lower level stand behind.
    fn is_code(&self) -> bool {
        let is_name = |token: &FigureToken| token.class == TokenClass::Text || token.is_level();
        self.token.is_code() && (self.has_decimals || self.behind.is_some_and(is_name))
    }
}
