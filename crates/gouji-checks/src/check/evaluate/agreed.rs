//! What several places that a name may mean say together.

use crate::check::evaluate::Evaluator;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Missing, Value};
use crate::check::seen::place::FigurePlace;
use gouji_values::paper::Paper;

/// What several places say that should say the same.
pub(super) enum Agreed {
    /// Nothing is written there.
    None,
    /// The same.
    One(Value),
    /// Something else here.
    Differ(FigurePlace),
}

impl Evaluator<'_> {
    /// What the places say together, blanks left out.
    pub(super) fn agreed(&mut self, places: &[FigurePlace]) -> Result<Agreed, Missing> {
        let mut agreed = None;
        for place in places {
            match self.capture(*place) {
                Ok(value) => match &agreed {
                    None => agreed = Some(value),
                    Some(known) if self.agree(known, &value) => {}
                    Some(_) => return Ok(Agreed::Differ(*place)),
                },
                Err(Missing::NoCapture(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(agreed.map_or(Agreed::None, Agreed::One))
    }

    /// Of these places those that stand under the heading of the sentence from which they are
    /// looked for.
    pub(super) fn under_same_heading(&self, places: &[FigurePlace]) -> Vec<FigurePlace> {
        let heading = |paper: Paper, statement: usize| {
            self.world.statement(paper, statement).and_then(|found| found.heading)
        };
        let here = self.scopes.iter().rev().find_map(|scope| match scope {
            Scope::Claim { paper, statement, .. } => Some((*paper, heading(*paper, *statement)?)),
            _ => None,
        });
        let beside = |place: &FigurePlace| match place {
            FigurePlace::Capture { paper, statement, .. } => here.is_some_and(|(year, above)| {
                year == *paper && heading(year, *statement) == Some(above)
            }),
            _ => false,
        };
        places.iter().copied().filter(beside).collect()
    }

    pub(super) fn agree(&self, a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Number(a), Value::Number(b)) => {
                self.adopted(a, b).is_some_and(|(a, b)| a.value == b.value)
            }
            (Value::Text(a, _), Value::Text(b, _)) => {
                let words = &self.world.ruleset.vocabulary;
                words.folded_chars(a).eq(words.folded_chars(b))
            }
            (a, b) => a == b,
        }
    }
}
