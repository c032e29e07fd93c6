//! Words around figures that say that they are not exact.

use super::Scanner;
use crate::prose::quantity::Bound;
use crate::prose::token::{Tokens, What};
use crate::prose::words::Class;

impl Scanner<'_> {
    /// Words around figures that say that they are not exact.
    pub(super) fn bounds(&self, out: &mut Tokens) {
        let found: Vec<(usize, Bound)> = out
            .tokens
            .iter()
            .enumerate()
            .filter_map(|(at, token)| {
                let What::Figure(figure) = token.what else { return None };
                let class = |at: Option<usize>| match out.tokens.get(at?)?.what {
                    What::Word(class) => Some(class),
                    _ => None,
                };
                let mut before = at.checked_sub(1);
                let mut has_of = false;
                while matches!(class(before), Some(Class::Filler | Class::Of)) {
                    has_of |= class(before) == Some(Class::Of);
                    before = before.and_then(|at| at.checked_sub(1));
                }
                // 反映环境不足的9份, 超过的3万元: no bound
                if has_of && matches!(class(before), Some(Class::Over | Class::Under)) {
                    return None;
                }
                let is_not = class(before.and_then(|at| at.checked_sub(1))) == Some(Class::Not);
                let is_limit = matches!(
                    class(before.and_then(|at| at.checked_sub(1))),
                    Some(Class::Share | Class::ShareNoun | Class::Complete | Class::RateNoun)
                );
                let is_tenth = out.figures.get(figure).is_some_and(|figure| figure.is_tenth);
                let bound = match (class(before), class(Some(at + 1))) {
                    (_, Some(Class::About)) | (Some(Class::About), _) => Bound::About,
                    (_, Some(Class::OrLess)) => Bound::AtMost,
                    (_, Some(Class::OrMore)) => Bound::AtLeast,
                    (Some(Class::Near), _) => Bound::Near,
                    // 超过七成
                    (Some(Class::Above), _) if is_tenth && is_not => Bound::AtMost,
                    (Some(Class::Above), _) if is_tenth => Bound::Over,
                    (Some(Class::Below), _) if is_tenth && is_not => Bound::AtLeast,
                    (Some(Class::Below), _) if is_tenth => Bound::Under,
                    // 占比超过80%
                    (Some(Class::Above), _) if is_limit => Bound::Over,
                    (Some(Class::Below), _) if is_limit => Bound::Under,
                    (Some(Class::AtLeast), _) => Bound::AtLeast,
                    (Some(Class::AtMost), _) => Bound::AtMost,
                    (Some(Class::Over), _) => {
                        if is_not {
                            Bound::AtMost
                        } else {
                            Bound::Over
                        }
                    }
                    (Some(Class::Under), _) => {
                        if is_not {
                            Bound::AtLeast
                        } else {
                            Bound::Under
                        }
                    }
                    _ => return None,
                };
                Some((figure, bound))
            })
            .collect();
        for (figure, bound) in found {
            if let Some(figure) = out.figures.get_mut(figure) {
                figure.bound = bound;
            }
        }
    }

    /// Two figures that something lies between say nothing exact: 介于71.3%和98.6%之间.
    pub(super) fn ranges(&self, out: &mut Tokens) {
        let ends: Vec<(usize, usize)> =
            out.figures.iter().map(|figure| (figure.chars.start, figure.chars.end)).collect();
        let is_range = |pair: &[(usize, usize)]| {
            let &[(_, joined), (joins, end)] = pair else { return false };
            let behind: String = out.chars.iter().skip(end).take(LONGEST).map(|c| c.c).collect();
            out.is_word("between_joins", &out.text(joined, joins))
                && out.words_of("between").any(|word| behind.starts_with(word))
        };
        let found: Vec<usize> = ends
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| is_range(pair))
            .map(|(at, _)| at)
            .collect();
        for first in found {
            out.figures.iter_mut().skip(first).take(2).for_each(|own| own.is_range = true);
        }
    }
}

/// No word behind a range has more characters.
const LONGEST: usize = 4;
