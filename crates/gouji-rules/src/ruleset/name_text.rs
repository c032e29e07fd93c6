//! The names that a text of a measure stands for: brackets, alternatives and question marks.
//!
//! In: the text. Out: how many names there are, the first of them, and those that a name as
//! sentences write it may be. Some texts stand for thousands of names, so they are hardly ever
//! written out: what a name leaves out is followed letter by letter, and all that goes another way
//! is dropped at its first letter.

use gouji_values::number::fold;

/// One text stands for at most this many names.
const NAMES: usize = 4000;

/// A text with all names that it stands for.
#[derive(Clone, Debug, Default)]
pub struct NameText {
    pieces: Vec<Piece>,
    /// The letters in it, in order.
    letters: Vec<char>,
}

/// A piece of a text.
#[derive(Clone, Debug)]
enum Piece {
    Letter(char),
    /// One of several, or nothing.
    Choice {
        ways: Vec<Vec<Piece>>,
        may_lack: bool,
    },
}

/// What was made of a text.
pub(super) enum Names {
    /// Its names.
    All(NameText),
    /// More than can be listed, or parts of them are open.
    TooMany,
    /// It is no text of names.
    Unreadable,
}

/// Reads a text with brackets, alternatives and question marks.
pub(super) fn names(text: &str) -> Names {
    let chars: Vec<char> = text.chars().collect();
    let is_endless = |text: &str| text.contains(['+', '\u{2026}']);
    if text.contains('{') && !is_endless(text) && !text.starts_with(['?', '|']) {
        return Names::TooMany;
    }
    let mut at = 0;
    let Some(ways) = alternatives(&chars, &mut at) else { return Names::Unreadable };
    let may_be_empty = ways.iter().any(|way| way.iter().all(Piece::may_be_empty));
    let pieces = vec![Piece::Choice { ways, may_lack: false }];
    if at < chars.len() || may_be_empty {
        return Names::Unreadable;
    }
    let mut letters: Vec<char> = chars.iter().copied().map(fold).collect();
    letters.sort_unstable();
    letters.dedup();
    let out = NameText { pieces, letters };
    if out.count() > NAMES { Names::TooMany } else { Names::All(out) }
}

fn alternatives(chars: &[char], at: &mut usize) -> Option<Vec<Vec<Piece>>> {
    let mut out = vec![sequence(chars, at)?];
    while chars.get(*at) == Some(&'|') {
        *at += 1;
        out.push(sequence(chars, at)?);
    }
    Some(out)
}

fn sequence(chars: &[char], at: &mut usize) -> Option<Vec<Piece>> {
    let mut out = Vec::new();
    while let Some(c) = chars.get(*at) {
        let mut piece = match c {
            '|' | ')' => break,
            '(' => {
                *at += 1;
                let ways = alternatives(chars, at)?;
                if chars.get(*at) != Some(&')') {
                    return None;
                }
                Piece::Choice { ways, may_lack: false }
            }
            '?' | '+' | '{' | '}' | '\u{2026}' => return None,
            c => Piece::Letter(*c),
        };
        *at += 1;
        if chars.get(*at) == Some(&'?') {
            *at += 1;
            piece = Piece::Choice {
                ways: match piece {
                    Piece::Choice { ways, .. } => ways,
                    letter @ Piece::Letter(_) => vec![vec![letter]],
                },
                may_lack: true,
            };
        }
        out.push(piece);
    }
    Some(out)
}

impl Piece {
    fn may_be_empty(&self) -> bool {
        match self {
            Self::Letter(_) => false,
            Self::Choice { ways, may_lack } => {
                *may_lack || ways.iter().any(|way| way.iter().all(Self::may_be_empty))
            }
        }
    }

    fn count(&self) -> usize {
        match self {
            Self::Letter(_) => 1,
            Self::Choice { ways, may_lack } => {
                let ways = ways.iter().map(|way| count(way));
                ways.fold(usize::from(*may_lack), usize::saturating_add)
            }
        }
    }
}

fn count(pieces: &[Piece]) -> usize {
    pieces.iter().map(Piece::count).fold(1, usize::saturating_mul)
}

/// A name as far as it was written out, and so many letters of what is looked for that are in it.
#[derive(Clone)]
struct Partial {
    name: String,
    found: usize,
}

impl NameText {
    /// How many names there are.
    #[must_use]
    pub fn count(&self) -> usize {
        count(&self.pieces)
    }

    /// The names, those with less first.
    #[must_use]
    pub fn all(&self) -> Vec<String> {
        let mut out = vec![String::new()];
        written(&self.pieces, &mut out);
        out
    }

    /// The names that come to `key` where letters are left out, of which `is_left_out` says that they may be.
    pub(super) fn coming_to(
        &self,
        key: &[char],
        is_left_out: &dyn Fn(char) -> bool,
    ) -> Vec<String> {
        if key.iter().any(|c| self.letters.binary_search(c).is_err()) {
            return Vec::new();
        }
        // hardly any text comes to it: that is told without writing names
        if key.len() < 64 && reached(&self.pieces, 1, key, is_left_out) & 1 << key.len() == 0 {
            return Vec::new();
        }
        let start = vec![Partial { name: String::new(), found: 0 }];
        let found = fitting(&self.pieces, start, key, is_left_out).into_iter();
        found.filter(|one| one.found == key.len()).map(|one| one.name).collect()
    }
}

fn written(pieces: &[Piece], out: &mut Vec<String>) {
    for piece in pieces {
        match piece {
            Piece::Letter(letter) => out.iter_mut().for_each(|name| name.push(*letter)),
            Piece::Choice { ways, may_lack } => {
                let mut all = if *may_lack { vec![String::new()] } else { Vec::new() };
                for way in ways {
                    let mut own = vec![String::new()];
                    written(way, &mut own);
                    all.append(&mut own);
                }
                let heads = std::mem::take(out);
                for head in heads {
                    out.extend(all.iter().map(|tail| [head.as_str(), tail].concat()));
                }
            }
        }
    }
}

/// How many letters of what is looked for may be found behind some pieces, a bit for each number: the same walk as that of
/// [`fitting`], without the names (1.9 of 6 million instructions that a page of prose asks for names of measures).
fn reached(
    pieces: &[Piece],
    mut from: u64,
    key: &[char],
    is_left_out: &dyn Fn(char) -> bool,
) -> u64 {
    for piece in pieces {
        from = match piece {
            Piece::Letter(letter) => {
                let own = fold(*letter);
                let is_next = |at: &usize| from & 1 << at != 0 && key.get(*at) == Some(&own);
                let next = (0..key.len()).filter(is_next).fold(0, |bits, at| bits | 2 << at);
                if is_left_out(own) { next | from } else { next }
            }
            Piece::Choice { ways, may_lack } => {
                let lacking = if *may_lack { from } else { 0 };
                ways.iter().fold(lacking, |bits, way| bits | reached(way, from, key, is_left_out))
            }
        };
        if from == 0 {
            break;
        }
    }
    from
}

fn fitting(
    pieces: &[Piece],
    mut from: Vec<Partial>,
    key: &[char],
    is_left_out: &dyn Fn(char) -> bool,
) -> Vec<Partial> {
    for piece in pieces {
        match piece {
            Piece::Letter(letter) => {
                let own = fold(*letter);
                let may_lack = is_left_out(own);
                let mut out = Vec::with_capacity(from.len());
                for mut one in from {
                    let is_next = key.get(one.found) == Some(&own);
                    if is_next || may_lack {
                        one.name.push(*letter);
                    }
                    if is_next && may_lack {
                        out.push(one.clone());
                    }
                    if is_next || may_lack {
                        one.found += usize::from(is_next);
                        out.push(one);
                    }
                }
                from = out;
            }
            Piece::Choice { ways, may_lack } => {
                let mut out = Vec::new();
                for way in ways {
                    out.extend(fitting(way, from.clone(), key, is_left_out));
                }
                if *may_lack {
                    out.append(&mut from);
                }
                from = out;
            }
        }
        if from.is_empty() {
            break;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<NameText> {
        match names(text) {
            Names::All(names) => Some(names),
            _ => None,
        }
    }

    #[test]
    fn names_are_whole() {
        let names = |text: &str| read(text).map(|names| names.all().join(" "));
        assert_eq!(names("甲(乙|丙)?丁?").as_deref(), Some("甲 甲丁 甲乙 甲乙丁 甲丙 甲丙丁"));
        assert_eq!(names("甲|乙").as_deref(), Some("甲 乙"));
        for wrong in ["甲(乙", "甲)", "甲…", "?甲", "", "(甲)?", "{甲}"] {
            assert_eq!(names(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_name_is_found_without_writing_out_the_others() {
        let names = read("(甲|乙)?丙(丁|戊)?“己”?").unwrap();
        assert_eq!(names.count(), names.all().len());
        let of = |key: &str| {
            let key: Vec<char> = key.chars().collect();
            names.coming_to(&key, &|c| matches!(c, '“' | '”')).join(" ")
        };
        assert_eq!(of("甲丙戊己"), "甲丙戊“己” 甲丙戊“己");
        assert_eq!(of("甲丙"), "");
        assert_eq!(of("丙戊乙己"), "");
        assert!(matches!(super::names(&["丙", &"(甲|乙)?".repeat(8)].concat()), Names::TooMany));
    }
}
