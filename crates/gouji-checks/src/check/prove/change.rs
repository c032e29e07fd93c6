//! The changes of a printed figure: another digit at one of its first three significant places.

use crate::check::seen::place::FigurePlace;
use crate::check::seen::world::World;
use gouji_forms::form::Content;
use gouji_rules::pattern::CapturedValue;
use gouji_rules::ruleset::ColumnKind;
use gouji_values::number::{Decimal, Number};

/// At most this many significant places of a figure are changed.
const PLACES: u32 = 3;
/// A change of fewer units of the last place may be hidden by rounding wherever it stands.
const LEAST: i128 = 3;

/// By how much a figure may be changed, in its printed unit, as if it had no sign.
pub(super) fn changes(number: &Number) -> Vec<Decimal> {
    let scale = number.decimals.max(number.value.scale());
    let mut value = number.value.abs();
    value.rescale(scale);
    let mantissa = value.mantissa();
    let mut out = Vec::with_capacity(26);
    if mantissa <= 0 || value.scale() != scale {
        return out;
    }
    let length = mantissa.ilog10() + 1;
    for place in 0..PLACES.min(length) {
        let unit = 10_i128.pow(length - 1 - place);
        let digit = mantissa / unit % 10;
        let first = i128::from(place == 0);
        for other in (first..10).filter(|other| *other != digit) {
            let step = (other - digit) * unit;
            if step.abs() >= LEAST
                && let Ok(step) = Decimal::try_from_i128_with_scale(step, scale)
            {
                out.push(step);
            }
        }
    }
    out
}

/// The number that is printed at a place of the document itself, where it is a figure: no year, no
/// code, no numbering.
pub(super) fn number_at(world: &World<'_>, place: FigurePlace) -> Option<Number> {
    let captured = match place {
        FigurePlace::Cell { paper, form, side, row, column } => {
            let filled = world.filled(paper, form).filter(|_| paper.is_own())?;
            let kind = world.column(filled, column)?.kind;
            let is_measure = kind.is_numeric() || kind == ColumnKind::Target;
            return match world.slot(paper, form, side, row, column)?.content {
                Content::Number(number) if is_measure => Some(number),
                _ => None,
            };
        }
        FigurePlace::CellCapture { paper, form, side, row, capture } => {
            let row = world.row(paper, form, side, row).filter(|_| paper.is_own())?;
            &row.captures.get(capture)?.as_ref()?.captured
        }
        FigurePlace::Capture { paper, statement, item, capture } => {
            world.capture(paper, statement, item, capture).filter(|_| paper.is_own())?
        }
        FigurePlace::PartCapture { part, capture } => {
            &world.page.recognition.parts.get(part)?.captures.get(capture)?.1
        }
        FigurePlace::Caption { .. }
        | FigurePlace::Year
        | FigurePlace::Sentence { .. }
        | FigurePlace::Paragraph { .. } => return None,
    };
    match &captured.value {
        CapturedValue::Number(number) => Some(*number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let value: Decimal = text.parse().unwrap_or_default();
        let number = Number { value, decimals: value.scale(), unit: None, comparison: None };
        changes(&number).iter().map(|by| (value + by).to_string()).collect()
    }

    #[test]
    fn each_other_digit_at_each_of_three_places() {
        assert_eq!(of("12345.60").len(), 8 + 9 + 9);
        assert!(of("12345.60").contains(&"92345.60".to_owned()));
        assert!(!of("12345.60").contains(&"2345.60".to_owned()));
        // what rounding may hide is left out
        assert_eq!(of("0.04"), ["0.01", "0.07", "0.08", "0.09"]);
        assert!(of("0.00").is_empty());
    }
}
