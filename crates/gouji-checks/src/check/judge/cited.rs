//! What a check shows: the figures that it rests on, and the words of its rule.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Value};
use crate::check::seen::place::FigurePlace;
use ecow::{EcoString, eco_format};
use gouji_audit::audit::{Check, Cite, FigureRole, MessagePiece};
use gouji_prose::prose::Relation;
use gouji_rules::formula::{Function, Node, Resolved};
use gouji_rules::ruleset::{Message, Rule};
use gouji_values::document::Span;
use gouji_values::hash::QuickSet;
use gouji_values::paper::Paper;

impl Evaluator<'_> {
    /// What no figure says, such as that something is missing, is said of the sentence that the
    /// rule was asked for; the counts that it compares are printed nowhere.
    pub(in crate::check) fn point_to_sentence(&self, check: &mut Check) {
        if let Some(Scope::Claim { paper: Paper::OWN, statement, .. }) = self.scopes.last() {
            let place = FigurePlace::Sentence { statement: *statement };
            check.cites =
                Box::from([Cite::new(FigureRole::Stated, self.world.span(place), place.spot())]);
            let counts = [check.stated.take(), check.computed.take(), check.difference.take()];
            check.detail_mut().counts = Some(Box::new(counts));
        }
    }

    pub(in crate::check) fn figures_of(&mut self, stated: &[u32], operands: &[u32]) -> Vec<Cite> {
        let mut out: Vec<Cite> = Vec::with_capacity(stated.len() + operands.len());
        let mut known: QuickSet<(Span, Option<usize>)> = QuickSet::default();
        let roles = stated
            .iter()
            .enumerate()
            .map(|(i, index)| {
                (*index, if i == 0 { FigureRole::Stated } else { FigureRole::Operand })
            })
            .chain(operands.iter().map(|index| (*index, FigureRole::Operand)));
        for (index, role) in roles {
            let Some(cite) = self.cited(index) else { continue };
            let place = cite.place();
            // a few are compared quicker than hashed
            let again = if out.len() < 8 {
                out.iter().any(|known| known.place() == place)
            } else {
                if known.is_empty() {
                    known.extend(out.iter().map(Cite::place));
                }
                !known.insert(place)
            };
            if !again {
                out.push(cite.with(role));
            }
        }
        self.give_way(&mut out, operands);
        out
    }

    /// What was read for a side, the figure first that `min`, `max`, `if` or `or` chose: the side is named by
    /// it, and its number is that of no other one.
    pub(in crate::check) fn chosen_first(
        &self,
        again: Option<&Resolved>,
        stated: &Evaluated,
        mut read: Vec<u32>,
    ) -> Vec<u32> {
        let chooses = |of: &&Resolved| {
            matches!(
                of.stated,
                Node::Call(Function::Min | Function::Max | Function::If | Function::Or, _)
            )
        };
        let chosen = |index: &u32| match (stated, self.figures.get(*index as usize)) {
            (Ok(Value::Number(value)), Some(Some(own))) => own.value == value.value,
            (Ok(Value::Date(_, Some(at)) | Value::Text(_, Some(at))), _) => index == at,
            _ => false,
        };
        let first = match again {
            Some(of) if chooses(&of) => read.iter().position(chosen),
            Some(of) if is_count(&of.stated) => self.own_place(&read),
            _ => None,
        };
        if let Some(at) = first {
            read.get_mut(..=at).into_iter().for_each(|own| own.rotate_right(1));
        }
        read
    }

    /// Which of some figures stands in the row that the rule is at: what is counted for it is of that row, wherever else
    /// it was counted.
    fn own_place(&self, read: &[u32]) -> Option<usize> {
        let Scope::Form { paper, form, side, row: Some(row), .. } = self.scope(0) else {
            return None;
        };
        read.iter().position(|index| {
            let place = self.printed.get(*index as usize);
            place.is_some_and(|place| {
                matches!(*place, FigurePlace::Cell { paper: own, form: f, side: s, row: r, .. }
                    if own == paper && (f, s, r) == (form, side, row))
            })
        })
    }

    /// What no sentence prints, as the 100% that all shares come to, stands where one of the operands does: the check is
    /// about that place, and what it shows of it is what is printed there.
    fn give_way(&mut self, cites: &mut [Cite], operands: &[u32]) {
        let Some(first) = cites.first_mut().filter(|cite| cite.role == FigureRole::Stated) else {
            return;
        };
        let place = FigurePlace::of(first.at);
        let is_claimed = matches!(place, FigurePlace::Capture { .. });
        let beside = |cite: &Cite| cite.place() == first.place() && cite.at != first.at;
        let mut cites =
            operands.iter().filter(|_| is_claimed).filter_map(|index| self.cited(*index));
        let printed = cites.find(beside);
        if let Some(printed) = printed.filter(|_| self.world.is_unprinted(place)) {
            *first = printed.with(FigureRole::Stated);
        }
    }

    /// Whether a sentence says of a list what it comes to.
    pub(super) fn is_of_list(&self) -> bool {
        let Some(Scope::Claim { paper, statement, .. }) = self.scopes.last() else { return false };
        let found = self.world.statement(*paper, *statement);
        let claim = found.and_then(|found| self.world.ruleset.claims.get(found.claim));
        claim.is_some_and(|claim| claim.relation == Some(Relation::Sum))
    }

    /// A printed figure as checks cite it.
    pub(in crate::check) fn cited(&mut self, index: u32) -> Option<Cite> {
        let at = index as usize;
        let place = *self.printed.get(at)?;
        if self.cited.len() <= at {
            self.cited.resize(at + 1, None);
        }
        let world = self.world;
        let slot = self.cited.get_mut(at)?;
        Some(
            *slot.get_or_insert_with(|| {
                Cite::new(FigureRole::Operand, world.span(place), place.spot())
            }),
        )
    }

    /// The rule's own words for what is wrong, with what it wants to say of the document.
    pub(in crate::check) fn words_of(&mut self, rule: &Rule) -> Option<Box<[MessagePiece]>> {
        let message = rule.message.as_ref()?;
        let piece = |piece: &Message| match piece {
            Message::Text(text) => MessagePiece::Text(text.as_str().into()),
            Message::ShouldBe(text) => MessagePiece::ShouldBe(text.as_str().into()),
            Message::Stated => MessagePiece::Stated,
            Message::Computed => MessagePiece::Computed,
            Message::Difference => MessagePiece::Difference,
            Message::Node(node) => MessagePiece::Printed(self.printed_words(node)),
        };
        let mut pieces: Vec<MessagePiece> = message.iter().map(piece).collect();
        // the cell prints the unit that the message writes behind it
        for at in 1..pieces.len() {
            if let Some([MessagePiece::Printed(printed), MessagePiece::Text(text)]) =
                pieces.get_mut(at - 1..=at)
            {
                let number = printed.trim_end_matches(|c: char| !c.is_ascii_digit());
                let unit = printed.get(number.len()..).unwrap_or("");
                if !number.is_empty() && !unit.is_empty() && text.starts_with(unit) {
                    *printed = number.into();
                }
            }
        }
        Some(pieces.into())
    }

    /// A node of a message in words: as printed where it is one printed figure.
    pub(in crate::check) fn printed_words(&mut self, node: &Node) -> EcoString {
        self.take_trace();
        let value = self.node(node);
        let trace = self.take_trace();
        let printed = trace
            .first()
            .filter(|_| node.is_place())
            .and_then(|index| self.printed.get(*index as usize))
            .map(|place| self.world.printed(*place).text);
        match (printed, value) {
            (Some(text), _) if !text.is_empty() => text.split_whitespace().collect(),
            (_, Ok(Value::Text(text, _))) => text.into(),
            (_, Ok(Value::Number(figure))) => {
                let units = &self.world.ruleset.vocabulary.units;
                let unit = figure.unit.filter(|_| !node.is_place()).map(|unit| units.get(unit));
                let shown = self.shown(&figure, figure.value);
                eco_format!("{shown}{}", unit.map_or("", |unit| &unit.name))
            }
            _ => gouji_audit::say::BLANK.into(),
        }
    }
}

/// Whether a side is how many of something there are.
fn is_count(side: &Node) -> bool {
    matches!(side, Node::Aggregate(Function::Count, ..))
}
