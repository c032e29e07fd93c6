//! Tables that a document prints twice, word for word: a summary in front and the same as an annex.

use super::Evaluator;
use gouji_forms::form::FilledForm;
use gouji_values::paper::Paper;

/// Tables of one form among which copies are looked for, at most.
const MOST: usize = 50;

impl Evaluator<'_> {
    /// Tables of a form of the author's own without those that say the same as one before them: what
    /// is counted or added up is meant once.
    pub(super) fn without_copies(
        &self,
        schema: usize,
        paper: Paper,
        mut forms: Vec<usize>,
    ) -> Vec<usize> {
        let ruleset = self.world.ruleset;
        let is_own =
            ruleset.forms.get(schema).is_some_and(|form| ruleset.is_authored(&form.origin));
        if !is_own || forms.len() < 2 || forms.len() > MOST {
            return forms;
        }
        let mut kept: Vec<usize> = Vec::new();
        forms.retain(|form| {
            let is_new = !kept.iter().any(|other| {
                let both = (self.world.filled(paper, *other), self.world.filled(paper, *form));
                matches!(both, (Some(a), Some(b)) if is_copy(a, b))
            });
            if is_new {
                kept.push(*form);
            }
            is_new
        });
        forms
    }
}

/// Whether two tables of a form stand in one part and print the same in each of their cells. One row
/// alone may be the same by chance.
fn is_copy(a: &FilledForm, b: &FilledForm) -> bool {
    let rows = |form: &FilledForm| form.sides.iter().map(|side| side.rows.len()).sum::<usize>();
    let texts = |form: &FilledForm| -> Vec<String> {
        let cells = form.sides.iter().flat_map(|side| &side.rows).flat_map(|row| &row.cells);
        cells.map(|cell| cell.text.text.trim().to_owned()).collect()
    };
    a.part == b.part
        && a.unit == b.unit
        && a.caption.year == b.caption.year
        && rows(a) > 1
        && rows(a) == rows(b)
        && texts(a) == texts(b)
}
