//! Days that are added and subtracted as a spreadsheet does: the same with `days`.

use super::names::FormulaMistake;
use super::resolve::Resolver;
use super::shown::{called, shown};
use super::syntax::{Binary, Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::kind::Kind;

/// A call of `days`.
fn days(from: &Syntax, to: &Syntax) -> String {
    called("days", &[from.clone(), to.clone()])
}

impl Resolver<'_> {
    /// What to write where a comparison adds to a day, or takes one day from another.
    pub(super) fn with_days(
        &mut self,
        relation: CheckRelation,
        left: &Syntax,
        right: &Syntax,
    ) -> Option<FormulaMistake> {
        let sides = [(left, right, relation), (right, left, relation.mirrored())];
        for (day, moved, relation) in sides {
            let SyntaxKind::Binary(sign @ (Binary::Add | Binary::Subtract), from, by) = &moved.kind
            else {
                continue;
            };
            if !self.is_day(from) || !self.is_day(day) || !self.is_number(by) {
                continue;
            }
            let help = if *sign == Binary::Add {
                format!("写成 {} {} {}", days(from, day), relation.sign(), shown(by))
            } else {
                let relation = relation.mirrored();
                format!("写成 {} {} {}", days(day, from), relation.sign(), shown(by))
            };
            return Some(FormulaMistake::new(moved.span.clone(), "日期不能加减天数").help(help));
        }
        let place = self.difference(left).or_else(|| self.difference(right))?;
        let (left, right) = (self.counted(left), self.counted(right));
        let help = format!("写成 {} {} {}", shown(&left), relation.sign(), shown(&right));
        Some(FormulaMistake::new(place, "日期不能相减").help(help))
    }

    fn is_day(&mut self, syntax: &Syntax) -> bool {
        matches!(self.typed(syntax), Ok((_, Kind::Date)))
    }

    fn is_number(&mut self, syntax: &Syntax) -> bool {
        let number =
            |kind: Kind| matches!(kind, Kind::Count | Kind::Number | Kind::One | Kind::Zero);
        self.typed(syntax).is_ok_and(|(_, kind)| number(kind))
    }

    /// Where one day is taken from another.
    fn difference(&mut self, syntax: &Syntax) -> Option<std::ops::Range<usize>> {
        match &syntax.kind {
            SyntaxKind::Binary(Binary::Subtract, to, from)
                if self.is_day(to) && self.is_day(from) =>
            {
                Some(syntax.span.clone())
            }
            SyntaxKind::Binary(_, a, b) => self.difference(a).or_else(|| self.difference(b)),
            SyntaxKind::Call(_, _, arguments) => {
                arguments.iter().find_map(|argument| self.difference(argument))
            }
            SyntaxKind::Negate(of) => self.difference(of),
            _ => None,
        }
    }

    /// The same with `days` for each difference of days.
    fn counted(&mut self, syntax: &Syntax) -> Syntax {
        let span = syntax.span.clone();
        let kind = match &syntax.kind {
            SyntaxKind::Binary(Binary::Subtract, to, from)
                if self.is_day(to) && self.is_day(from) =>
            {
                SyntaxKind::Call(
                    "days".to_owned(),
                    span.clone(),
                    vec![(**from).clone(), (**to).clone()],
                )
            }
            SyntaxKind::Binary(sign, a, b) => {
                SyntaxKind::Binary(*sign, Box::new(self.counted(a)), Box::new(self.counted(b)))
            }
            // days of a difference are that difference: days(止日 - 起日)
            SyntaxKind::Call(name, _, arguments)
                if name.eq_ignore_ascii_case("days")
                    && let [one] = arguments.as_slice()
                    && self.difference(one).as_ref() == Some(&one.span) =>
            {
                self.counted(one).kind
            }
            SyntaxKind::Call(name, place, arguments) => SyntaxKind::Call(
                name.clone(),
                place.clone(),
                arguments.iter().map(|argument| self.counted(argument)).collect(),
            ),
            SyntaxKind::Negate(of) => SyntaxKind::Negate(Box::new(self.counted(of))),
            other => other.clone(),
        };
        Syntax { kind, span }
    }
}
