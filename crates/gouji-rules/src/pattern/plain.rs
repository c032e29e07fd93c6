//! Words that each match of a pattern holds, told by its text alone: most patterns are never tried, and need not be read.

use gouji_values::number::is_ideograph;
use std::cmp::Reverse;

/// Words of which one must be there.
pub type Either = Vec<Vec<char>>;

/// Lists of ideographs of each of which one stands in every match, what is rare first: what may be left out, and what
/// captures read, is not among them.
#[must_use]
pub fn plain_words(source: &str) -> Vec<Either> {
    let chars: Vec<char> = source.chars().collect();
    let mut out = sequence(&chars, &mut 0);
    out.sort_by_key(|either| Reverse(strength(either)));
    out
}

/// The longer the words and the fewer, the better.
fn strength(either: &Either) -> (usize, Reverse<usize>) {
    (either.iter().map(Vec::len).min().unwrap_or(0), Reverse(either.len()))
}

/// What stands up to the end of an alternative.
fn sequence(chars: &[char], at: &mut usize) -> Vec<Either> {
    let (mut out, mut run) = (Vec::new(), Vec::new());
    let is_left_out = |at: usize| chars.get(at) == Some(&'?');
    while let Some(c) = chars.get(*at).copied().filter(|c| !matches!(c, ')' | '|')) {
        *at += 1;
        if is_ideograph(c) && !is_left_out(*at) {
            run.push(c);
            continue;
        }
        if !run.is_empty() {
            out.push(vec![std::mem::take(&mut run)]);
        }
        match c {
            '(' => {
                let words = group(chars, at);
                out.extend(words.filter(|_| !is_left_out(*at)));
            }
            '{' => {
                let inside = chars.get(*at..).unwrap_or(&[]).iter();
                *at += inside.take_while(|c| **c != '}').count() + 1;
            }
            _ => {}
        }
    }
    if !run.is_empty() {
        out.push(vec![run]);
    }
    out
}

/// The words of which one stands in a group; none where an alternative needs no word.
fn group(chars: &[char], at: &mut usize) -> Option<Either> {
    let mut out = Some(Either::new());
    loop {
        let best = sequence(chars, at).into_iter().max_by_key(strength);
        out = out.zip(best).map(|(all, best)| all.into_iter().chain(best).collect());
        *at += 1;
        if chars.get(*at - 1) != Some(&'|') {
            return out;
        }
    }
}
