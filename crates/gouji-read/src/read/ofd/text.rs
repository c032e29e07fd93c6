//! Text as it is set: where each character stands.

use super::number_of;
use crate::read::line::is_wide;
use crate::read::pdf::Pen;
use crate::read::sheet::package::attribute;
use kurbo::Affine;
use quick_xml::events::BytesStart;

/// Characters of one stretch that are told how far they stand apart; a page has no more.
const MOST: usize = 20_000;

/// A stretch of text: where it begins, and how far its characters stand apart.
pub(super) struct Code {
    x: f64,
    y: f64,
    across: Vec<f64>,
    down: Vec<f64>,
}

impl Code {
    /// What an element says; what it does not say is as in the one before.
    pub(super) fn of(element: &BytesStart<'_>, before: Option<Self>) -> Self {
        let (x, y) = before.map_or((0.0, 0.0), |before| (before.x, before.y));
        let list =
            |name: &str| attribute(element, name).map(|text| distances(&text)).unwrap_or_default();
        Self {
            x: number_of(element, "X").unwrap_or(x),
            y: number_of(element, "Y").unwrap_or(y),
            across: list("DeltaX"),
            down: list("DeltaY"),
        }
    }

    /// Draws characters of a size, in an object that stands there.
    #[expect(clippy::float_arithmetic, reason = "places on a page, no money")]
    pub(super) fn draw(
        &self,
        text: &str,
        (size, scale): (f64, f64),
        at: Affine,
        pen: &mut Pen<'_>,
    ) {
        let (mut x, mut y) = (self.x, self.y);
        for (index, char) in text.chars().enumerate() {
            let usual = if is_wide(char) { 1000.0 } else { 500.0 };
            let step = (self.across.get(index).copied(), self.down.get(index).copied());
            // as wide as it is set, but no wider than a letter of its kind
            let set = step.0.map(|step| step.abs() * 1000.0 / size.max(f64::EPSILON) / scale);
            let width = set.filter(|width| *width > 0.0).map_or(usual, |width| width.min(usual));
            let place = at
                * Affine::translate((x, y))
                * Affine::scale_non_uniform(size * scale / 1000.0, -size / 1000.0);
            pen.letters(&[char], width, place, false);
            x += match step {
                (Some(step), _) => step,
                (None, None) if self.down.is_empty() => usual * size * scale / 1000.0,
                (None, _) => 0.0,
            };
            y += step.1.unwrap_or(0.0);
        }
    }
}

/// Distances, of which `g 3 2.5` stands for three times 2.5.
fn distances(text: &str) -> Vec<f64> {
    let mut out = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word != "g" {
            out.extend(word.parse::<f64>().ok().filter(|number| number.is_finite()));
        } else if let (Some(count), Some(step)) = (words.next(), words.next()) {
            let count = count.parse::<usize>().unwrap_or(0).min(MOST - out.len().min(MOST));
            let step = step.parse::<f64>().ok().filter(|number| number.is_finite());
            out.extend(step.into_iter().flat_map(|step| std::iter::repeat_n(step, count)));
        }
        if out.len() >= MOST {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_may_be_repeated() {
        assert_eq!(distances("1 g 3 2.5 4"), [1.0, 2.5, 2.5, 2.5, 4.0]);
        assert!(distances("g 99999999999 1 g x y NaN").len() <= MOST);
    }
}
