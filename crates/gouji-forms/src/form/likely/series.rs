//! Tables that several forms explain alike, told by their order: forms are numbered in the order in
//! which they are printed.

use super::AHEAD;

/// A form that explains a table nearly as well as any other does.
#[derive(Clone, Copy)]
pub(super) struct NearForm {
    pub(super) form: usize,
    /// Its number.
    pub(super) number: u32,
    pub(super) weight: i32,
}

/// More tables of which each may be several forms tell nothing.
const MOST: usize = 6;

/// Of tables in the order of the document the first whose form follows from the others: in the
/// orders of forms that explain all of them well it is the same. Each has the forms near it.
pub(super) fn told(tables: &[(usize, Vec<NearForm>)]) -> Option<(usize, usize)> {
    let shares = |at: usize, near: &[NearForm]| {
        tables.iter().any(|(other, forms)| {
            *other != at && forms.iter().any(|one| near.iter().any(|near| near.form == one.form))
        })
    };
    let group: Vec<&(usize, Vec<NearForm>)> =
        tables.iter().filter(|(at, near)| shares(*at, near)).collect();
    if group.len() < 2 || group.len() > MOST {
        return None;
    }
    let mut orders: Vec<(i32, Vec<NearForm>)> = vec![(0, Vec::new())];
    for (_, near) in &group {
        let longer = |(weight, before): &(i32, Vec<NearForm>)| {
            let last = before.last().map_or(0, |last| last.number);
            let next = near.iter().filter(move |next| next.number > last);
            next.map(|next| (weight + next.weight, [before.as_slice(), &[*next]].concat()))
                .collect::<Vec<_>>()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    let best = orders.iter().map(|(weight, _)| *weight).max()?;
    let good = || orders.iter().filter(|(weight, _)| *weight > best - AHEAD);
    group.iter().enumerate().find_map(|(place, (at, _))| {
        let mut forms = good().filter_map(|(_, order)| order.get(place)).map(|near| near.form);
        let first = forms.next()?;
        forms.all(|form| form == first).then_some((*at, first))
    })
}

#[cfg(test)]
mod tests {
    use super::{NearForm, told};

    fn near(list: &[(usize, i32)]) -> Vec<NearForm> {
        let near = |(form, weight): &(usize, i32)| {
            let number = u32::try_from(*form).unwrap();
            NearForm { form: *form, number, weight: *weight }
        };
        list.iter().map(near).collect()
    }

    #[test]
    fn as_many_tables_as_forms_stand_in_their_order() {
        let [first, second] = [near(&[(7, 28), (5, 27)]), near(&[(7, 28), (8, 20)])];
        assert_eq!(told(&[(0, first.clone()), (1, second.clone())]), Some((0, 5)));
        // one table alone, and two that may be either
        assert_eq!(told(&[(0, first)]), None);
        let either = near(&[(5, 20), (7, 20), (8, 20)]);
        assert_eq!(told(&[(0, either.clone()), (1, either)]), None);
    }
}
