//! A number of days between two days, in words: what leads is a day, what is compared is a number.

use super::check::Told;
use crate::audit::CheckFigure;
use gouji_values::lang::tell;
use gouji_values::number::{Decimal, day};

impl Told<'_> {
    /// Between which days the number of days is that is compared: each with its name, as far as it
    /// has one.
    pub(super) fn between_days(&self) -> Option<String> {
        let expression = self.check.expression.as_str();
        let (_, call) = expression.split_once("days(")?;
        let number = self.stated.as_deref()?.parse::<Decimal>();
        let lead = self.check.stated_figure().filter(|_| self.has_figures)?;
        let in_words = |figure: &CheckFigure<'_>| {
            let (year, month, day) = day(figure.printed().text.trim())?;
            Some(format!("{} {year}-{month:02}-{day:02}", figure.said_in(self.lang)))
        };
        // what leads is a day, and what is told of it a number
        in_words(&lead).filter(|_| number.is_ok())?;
        let mut named: Vec<String> = self.check.figures().filter_map(|f| in_words(&f)).collect();
        let arguments = call.split(')').next()?.split_once(',')?;
        let literal = |text: &str| {
            let (year, month, day) = day(text.trim().trim_matches(['"', '\'']))?;
            Some(format!("{year}-{month:02}-{day:02}"))
        };
        match (literal(arguments.0), literal(arguments.1)) {
            (Some(from), _) => named.insert(0, from),
            (None, Some(to)) => named.push(to),
            (None, None) => {}
        }
        // the row is said once
        let head = |text: &str| {
            text.rsplit_once(' ').and_then(|own| own.0.rsplit_once(' ')).map(|own| own.0.to_owned())
        };
        match named.as_slice() {
            [from, to] if let Some(row) = head(from) => {
                let short = to.strip_prefix(row.as_str()).unwrap_or(to).trim();
                Some(tell!(self.lang, "{from} 到 {short}", "{from} to {short}"))
            }
            [from, to] => Some(tell!(self.lang, "{from} 到 {to}", "{from} to {to}")),
            _ => None,
        }
    }
}
