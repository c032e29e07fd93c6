//! Lines and shapes: letters that move a pen, with the numbers behind them.

use kurbo::{BezPath, Point};

/// Steps of one shape; lines of tables have a few.
const MOST: usize = 100_000;

/// The shape that a text describes; what it does not say rightly ends it.
pub(super) fn shape(text: &str) -> BezPath {
    let mut out = BezPath::new();
    let mut words = text.split_whitespace();
    for _ in 0..MOST {
        let Some(letter) = words.next() else { break };
        let mut numbers = |count: usize| -> Option<Vec<f64>> {
            let list: Option<Vec<f64>> =
                words.by_ref().take(count).map(|word| word.parse().ok()).collect();
            list.filter(|list| list.len() == count && list.iter().all(|number| number.is_finite()))
        };
        let count = match letter {
            "S" | "M" | "L" => 2,
            "Q" => 4,
            "B" => 6,
            "A" => 7,
            "C" => 0,
            _ => break,
        };
        let Some(found) = numbers(count) else { break };
        let end = match found.as_slice() {
            [.., x, y] => Point::new(*x, *y),
            _ => Point::ZERO,
        };
        let is_begun = !out.elements().is_empty();
        match letter {
            "S" | "M" => out.move_to(end),
            _ if !is_begun => break,
            "L" => out.line_to(end),
            "C" => out.close_path(),
            // how a curve bends says nothing of a table
            _ => out.quad_to(end, end),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_end_where_they_are_wrong() {
        assert_eq!(shape("M 0 0 L 10 0 L 10 5 C").elements().len(), 4);
        assert_eq!(shape("M 0 0 A 1 1 0 0 1 5 5 L 3").elements().len(), 2);
        assert_eq!(shape("M 0 0 L x y L 1 1").elements().len(), 1);
        assert!(shape("L 1 1").elements().is_empty());
    }
}
