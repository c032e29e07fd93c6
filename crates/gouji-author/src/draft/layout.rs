//! How the columns of an unknown table are laid out: the levels of their headers, and columns that
//! come again beside themselves, as sides with names or as pieces of one list.

use gouji_values::label::label_key;
use gouji_values::vocabulary::Vocabulary;

/// Columns that come again.
#[derive(Clone, Debug)]
pub(super) struct Groups {
    /// The column that each group begins at; one group where nothing comes again.
    pub(super) starts: Vec<usize>,
    /// Names of the groups, where they have names.
    pub(super) sides: Vec<String>,
}

impl Groups {
    /// The group that a column of the table stands in.
    pub(super) fn of(&self, at: usize) -> usize {
        self.starts.iter().rposition(|start| *start <= at).unwrap_or(0)
    }
}

/// The header of each column by levels, the topmost first. A blank right of a text belongs to it
/// where a lower level divides it.
pub(super) fn headers(levels: &[Vec<String>], width: usize) -> Vec<Vec<String>> {
    let own = |level: usize, column: usize| {
        levels.get(level).and_then(|row| row.get(column)).map_or("", String::as_str)
    };
    (0..width)
        .map(|column| {
            let mut parts: Vec<String> = Vec::new();
            for level in 0..levels.len() {
                let is_divided =
                    (level + 1..levels.len()).any(|lower| !own(lower, column).is_empty());
                // no higher level begins another head in between
                let head = (0..=column)
                    .rev()
                    .find(|left| (0..level).any(|upper| !own(upper, *left).is_empty()))
                    .unwrap_or(0);
                let left = || {
                    (head..column).rev().map(|left| own(level, left)).find(|text| !text.is_empty())
                };
                let text = Some(own(level, column))
                    .filter(|text| !text.is_empty())
                    .or_else(|| left().filter(|_| is_divided));
                if let Some(text) = text.filter(|text| parts.last().is_none_or(|last| last != text))
                {
                    parts.push(text.to_owned());
                }
            }
            parts
        })
        .collect()
}

/// Sides, where the topmost header names groups of columns that begin alike; else repetitions of
/// the same columns.
pub(super) fn groups(levels: &[Vec<String>], heads: &[Vec<String>], words: &Vocabulary) -> Groups {
    let keys: Vec<String> = heads
        .iter()
        .map(|parts| parts.last().map_or(String::new(), |last| label_key(last, words)))
        .collect();
    let starts: Vec<(usize, &String)> = levels
        .first()
        .into_iter()
        .flatten()
        .enumerate()
        .filter(|(_, name)| levels.len() > 1 && !name.is_empty())
        .collect();
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([keys.len()]);
    let pieces: Vec<&[String]> =
        starts.iter().zip(ends).filter_map(|((start, _), end)| keys.get(*start..end)).collect();
    // within a side each column stands once
    let is_side = |piece: &[String]| {
        piece.len() > 1
            && piece
                .iter()
                .enumerate()
                .all(|(i, key)| key.is_empty() || !piece.get(..i).unwrap_or(&[]).contains(key))
    };
    let alike = pieces.iter().all(|piece| {
        piece.first().is_some_and(|key| !key.is_empty())
            && piece.first() == pieces.first().and_then(|p| p.first())
    });
    let names_fit = starts.iter().all(|(_, name)| gouji_rules::formula::is_identifier(name));
    if (2..=4).contains(&pieces.len())
        && alike
        && names_fit
        && pieces.iter().all(|piece| is_side(piece))
    {
        return Groups {
            starts: starts.iter().map(|(at, _)| *at).collect(),
            sides: starts.iter().map(|(_, name)| (*name).clone()).collect(),
        };
    }
    let is_period = |period: &usize| {
        keys.len().is_multiple_of(*period)
            && keys.chunks(*period).all(|chunk| chunk == keys.get(..*period).unwrap_or(&[]))
    };
    let period =
        (2..=keys.len() / 2).find(is_period).filter(|_| keys.iter().all(|key| !key.is_empty()));
    Groups {
        starts: (0..keys.len()).step_by(period.unwrap_or(keys.len()).max(1)).collect(),
        sides: Vec::new(),
    }
}
