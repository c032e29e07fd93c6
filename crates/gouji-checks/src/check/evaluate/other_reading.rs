//! What an author's rule would come to, were what is printed meant otherwise: words that are nearly those which it
//! asks for, a rate that was rounded at the edge of a band, a blank cell that is something. What it tells only as it
//! was read is not told.

use super::Evaluator;
use super::value::Value;
use gouji_audit::audit::{CheckRelation, Why};
use gouji_values::number::{Decimal, Figure};

/// One way to read what is printed otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) enum OtherReading {
    /// Words that are nearly those which are asked for are these.
    NearWords,
    /// A rounded rate is the least that it may stand for.
    LowEnd,
    /// A rounded rate is the most that it may stand for.
    HighEnd,
    /// A blank cell of a row that is looked up is something.
    BlankThere,
    /// Something may be written in a blank cell that is added.
    BlankAddend,
}

/// How printed things are read, and the first that is something else so.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct ReadOtherwise {
    reading: Option<OtherReading>,
    met: Option<Why>,
}

impl Evaluator<'_> {
    /// Works something out as though printed things were meant otherwise, and why they may be.
    pub(in crate::check) fn otherwise<T>(
        &mut self,
        reading: OtherReading,
        work: impl FnOnce(&mut Self) -> T,
    ) -> (T, Option<Why>) {
        let supposed = ReadOtherwise { reading: Some(reading), met: None };
        let was = std::mem::replace(&mut self.read_otherwise, supposed);
        let out = work(self);
        let met = std::mem::replace(&mut self.read_otherwise, was).met;
        (out, met)
    }

    pub(in crate::check) fn reads(&self, reading: OtherReading) -> bool {
        self.read_otherwise.reading == Some(reading)
    }

    /// Notes why something is read otherwise.
    pub(super) fn note_otherwise(&mut self, why: impl FnOnce() -> Why) {
        self.read_otherwise.met.get_or_insert_with(why);
    }

    /// Notes that a blank cell was added.
    pub(super) fn note_blank_addend(&mut self, place: Option<u32>) {
        if self.reads(OtherReading::BlankAddend)
            && let Some(why) = place.and_then(|place| self.stated_blank(place))
        {
            self.note_otherwise(|| why);
        }
    }

    /// What a rate is supposed to stand for; `None` where it is taken as it is.
    pub(super) fn end_of(&self, figure: &Figure) -> Option<Decimal> {
        let end = match self.read_otherwise.reading? {
            OtherReading::LowEnd => figure.interval.low,
            OtherReading::HighEnd => figure.interval.high,
            _ => return None,
        };
        (self.is_ratio(figure.unit) && end != figure.value).then_some(end)
    }

    /// Whether the order of two numbers is another one with the ends of rates.
    pub(super) fn compared_at_ends(
        &mut self,
        relation: CheckRelation,
        (left, right): (&Value, &Value),
        truth: bool,
    ) -> bool {
        let (Value::Number(a), Value::Number(b)) = (left, right) else { return truth };
        if matches!(relation, CheckRelation::Equal | CheckRelation::NotEqual) {
            return truth;
        }
        let ends = (self.end_of(a), self.end_of(b));
        if ends == (None, None) {
            return truth;
        }
        let Some((x, y)) = self.adopted(a, b) else { return truth };
        let order = ends.0.unwrap_or(x.value).cmp(&ends.1.unwrap_or(y.value));
        let otherwise = relation.holds(order);
        if otherwise != truth {
            let bound = if ends.0.is_some() { &y } else { &x };
            let bound = self.shown(bound, bound.value);
            self.note_otherwise(|| Why::RateOnBorder { bound });
        }
        otherwise
    }
}
