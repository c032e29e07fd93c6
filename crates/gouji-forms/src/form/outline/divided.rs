//! Lines that divide the whole of the line above them: 支出80万元，… / 1.按功能分类，包括甲50万元、乙30万元。 / 2.按用途分类，包括….

use super::Text;
use super::lines::Line;
use super::tree::List;
use crate::form::Proof;
use crate::form::prose_passage::{FigureAt, JoinedPassages, Together};
use crate::form::said::ProseReader;
use gouji_prose::prose::{Class, Reading, Relation, Slot, What};
use std::sync::Arc;

/// What the lines below a whole come to, each of which divides it.
pub(super) fn divided(
    reader: &ProseReader<'_>,
    text: Text<'_>,
    list: &List,
    out: &mut Vec<Together>,
) {
    let Some(above) = text.lines.get(list.head) else { return };
    let mut totals = above.totals();
    let (Some(whole), None) = (totals.next(), totals.next()) else { return };
    for line in list.items.iter().filter_map(|at| text.lines.get(*at)) {
        let Some(parts) = parts(line) else { continue };
        let joined = JoinedPassages::new(text.heard, vec![whole.heard, line.heard]);
        let figure = |at: FigureAt| joined.figure(text.heard, at);
        let items: Option<Vec<(usize, i8)>> =
            parts.iter().map(|part| Some((figure(*part)?, 1))).collect();
        let (Some(whole), Some(items)) = (figure(whole), items) else { continue };
        let reading = Reading::of([(Slot::Total, whole, 1)]).with_items(&items);
        let found = reader.said(Relation::Sum, &reading, &joined.figures);
        out.extend(found.into_iter().map(|found| Together {
            found,
            text: Arc::clone(&joined.text),
            place: above.of.place,
            proof: Proof::Words,
        }));
    }
}

/// The parts into which a line divides the whole above it.
fn parts(line: &Line<'_>) -> Option<Vec<FigureAt>> {
    let amounts: Vec<usize> = line.spots().filter(|at| line.is_amount(*at)).collect();
    let first = line.spot(*amounts.first()?)?.1.span.start;
    let tokens = line.tokens();
    let char_of = |byte: usize| tokens.chars.partition_point(|c| c.start() < byte);
    let from = char_of(line.range.start + line.ordinal.map_or(0, |ordinal| ordinal.len));
    let to = char_of(line.range.end);
    let own = || tokens.tokens.iter().filter(|token| token.from >= from && token.to <= to);
    let mark = own().find(|token| matches!(token.what, What::Sign(_)))?;
    let is_division =
        mark.from <= char_of(first) && tokens.is_division(&tokens.text(from, mark.from));
    let opens = own().any(|token| {
        matches!(token.what, What::Word(Class::Open | Class::OfWhich | Class::Not | Class::Scope))
    });
    // an amount that is none of the parts
    let is_part =
        |at: &usize| line.spot(*at).is_some_and(|(spot, _)| !spot.name.is_empty() && !spot.is_sum);
    (is_division && !opens && amounts.len() > 1 && amounts.iter().all(is_part))
        .then(|| amounts.iter().map(|spot| FigureAt { heard: line.heard, spot: *spot }).collect())
}
