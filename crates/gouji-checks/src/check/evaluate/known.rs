//! Which printed figures were read already: an index for each place.

use crate::check::seen::place::FigurePlace;
use crate::check::seen::world::World;
use gouji_values::hash::QuickMap;
use gouji_values::paper::Paper;

/// No index yet.
pub(in crate::check) const NEW: u32 = u32::MAX;

/// Indices by place. Cells, which are nearly all, are looked up without hashing.
#[derive(Clone, Debug, Default)]
pub(in crate::check) struct PlaceIndex {
    /// Of this document and of those beside it the cells of each form.
    cells: [Vec<Cells>; Paper::COUNT],
    others: QuickMap<FigurePlace, u32>,
    /// Few places will be asked for: no room is made for whole forms.
    is_hashed: bool,
}

/// The cells of a form, side by side, row by row; empty as long as none was read.
#[derive(Clone, Debug, Default)]
struct Cells {
    width: usize,
    /// Where each side begins.
    sides: Vec<usize>,
    indices: Vec<u32>,
}

impl PlaceIndex {
    /// For a few places.
    pub(in crate::check) fn hashed() -> Self {
        Self { is_hashed: true, ..Self::default() }
    }

    /// Where the index of a place is kept; [`NEW`] before it is set.
    pub(in crate::check) fn index(&mut self, world: &World<'_>, place: FigurePlace) -> &mut u32 {
        if let FigurePlace::Cell { paper, form, side, row, column } = place
            && !self.is_hashed
        {
            let Some(forms) = self.cells.get_mut(paper.index()) else {
                return self.others.entry(place).or_insert(NEW);
            };
            if forms.len() <= form {
                forms.resize_with(form + 1, Cells::default);
            }
            if let Some(index) = forms
                .get_mut(form)
                .and_then(|cells| cells.index(world, (paper, form), (side, row, column)))
            {
                return index;
            }
        }
        self.others.entry(place).or_insert(NEW)
    }
}

impl Cells {
    fn index(
        &mut self,
        world: &World<'_>,
        (paper, form): (Paper, usize),
        (side, row, column): (usize, usize, usize),
    ) -> Option<&mut u32> {
        if self.indices.is_empty() {
            let filled = world.filled(paper, form)?;
            self.width = world.schema(filled)?.columns.len();
            let mut rows = 0;
            for side in &filled.sides {
                self.sides.push(rows * self.width);
                rows += side.rows.len();
            }
            self.indices = vec![NEW; rows * self.width];
        }
        let start = *self.sides.get(side)?;
        if column < self.width {
            self.indices.get_mut(start + row * self.width + column)
        } else {
            None
        }
    }
}
