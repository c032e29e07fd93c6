//! Which slips a document can take, and what each does to its figures.

use crate::generator::random::Random;
use gouji::audit::{CheckRelation, DocumentAudit, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A figure of a document that an identity rests on.
#[derive(Clone)]
pub(super) struct CheckedFigure {
    /// Byte range of its number in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) in_table: bool,
    /// Identities that rest on it and on no other figure together: they cross in it.
    pub(super) is_crossed: bool,
    /// One of them is along a row of its table.
    pub(super) is_across: bool,
}

/// A change of the text: where, what it becomes, what stood there.
#[derive(Clone)]
pub(super) struct Plant {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) new: String,
}

fn is_number(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        && text.chars().any(|c| matches!(c, '1'..='9'))
}

/// The number that stands at a place: digits, point, separators.
fn number_at(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let end =
        rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
    is_number(&rest[..end]).then_some(start + end)
}

pub(super) fn spots(document: &DocumentAudit) -> Vec<CheckedFigure> {
    let text = &document.document.text;
    // for each figure how many identities rest on it, what all of these rest on, and whether one
    // goes along its row
    let mut count: BTreeMap<usize, (usize, BTreeSet<usize>, bool)> = BTreeMap::new();
    let forms = document.understanding.iter().flat_map(|table| &table.forms).enumerate();
    let row_of: BTreeMap<usize, (usize, &str)> = forms
        .flat_map(|(at, form)| {
            form.cells.iter().map(move |cell| (cell.span.start as usize, (at, cell.row.as_str())))
        })
        .collect();
    let held = document
        .checks
        .iter()
        .filter(|check| matches!(check.verdict, Verdict::Holds | Verdict::Rounding));
    for check in
        held.filter(|check| check.relation == CheckRelation::Equal && check.figures().len() > 1)
    {
        let all: BTreeSet<usize> =
            check.figures().map(|figure| figure.span().start as usize).collect();
        for at in &all {
            let is_across = row_of.contains_key(at)
                && all.iter().any(|other| other != at && row_of.get(other) == row_of.get(at));
            let known = count.entry(*at).or_insert_with(|| (0, all.clone(), false));
            known.0 += 1;
            known.1 = known.1.intersection(&all).copied().collect();
            known.2 |= is_across;
        }
    }
    let table = |at: usize| {
        document
            .understanding
            .iter()
            .any(|table| (table.span.start as usize..table.span.end as usize).contains(&at))
    };
    let spot =
        |(start, (identities, shared, is_across)): (usize, (usize, BTreeSet<usize>, bool))| {
            let end = number_at(text, start)?;
            // amounts alone: counts and percentages are their own kind
            let is_amount = text[start..end].contains('.') && !text[end..].starts_with('%');
            let is_crossed = identities > 1 && shared.len() == 1;
            is_amount.then(|| CheckedFigure {
                start,
                end,
                in_table: table(start),
                is_crossed,
                is_across,
            })
        };
    count.into_iter().filter_map(spot).collect()
}

/// Writes digits like another number: its separators and decimals.
pub(super) fn like(text: &str, hundredths: i128) -> String {
    let (whole, behind) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let mut out = whole.to_string();
    if text.contains(',') {
        let mut at = out.len();
        while at > 3 {
            at -= 3;
            out.insert(at, ',');
        }
    }
    format!("{}{out}.{behind:02}", if hundredths < 0 { "-" } else { "" })
}

pub(super) fn hundredths(text: &str) -> Option<i128> {
    let plain = text.replace(',', "");
    let (whole, behind) = plain.split_once('.')?;
    (behind.len() == 2).then(|| format!("{whole}{behind}").parse().ok()).flatten()
}

/// The digits with a slip; `None` where the slip is not possible or would change nothing.
fn slipped(slip: &str, old: i128, random: &Random) -> Option<i128> {
    let digits: Vec<u8> = old.to_string().into_bytes();
    let long = digits.len();
    let back = |digits: Vec<u8>| {
        String::from_utf8(digits).ok()?.parse::<i128>().ok().filter(|new| *new != old && *new != 0)
    };
    let before = long.saturating_sub(2);
    match slip {
        "transposed-digits" if long > 3 => {
            let mut other = digits.clone();
            let at = random.below(long - 1);
            other.swap(at, at + 1);
            back(other).filter(|_| other_first(&digits, at))
        }
        "exchanged-digits" if long > 3 => {
            let mut other = digits.clone();
            let at = random.below(long - 2);
            other.swap(at, at + 2);
            back(other).filter(|_| other_first(&digits, at))
        }
        "wrong-digit" | "prose-digit" if long > 2 => {
            let mut other = digits.clone();
            let at = random.below(long);
            other[at] = b'0' + (other[at] - b'0' + 1 + random.below(9) as u8) % 10;
            back(other).filter(|new| *new >= 10_i128.pow(long as u32 - 1))
        }
        "dropped-digit" if before > 2 => {
            let mut other = digits.clone();
            other.remove(random.below(before));
            back(other)
        }
        "doubled-digit" if before > 1 => {
            let mut other = digits.clone();
            let at = random.below(before);
            other.insert(at, digits[at]);
            back(other)
        }
        "inserted-digit" if before > 1 => {
            let mut other = digits.clone();
            let at = random.below(before);
            let digit = b'1' + random.below(9) as u8;
            other.insert(at, digit);
            (digit != digits[at] && (at == 0 || digit != digits[at - 1]))
                .then(|| back(other))
                .flatten()
        }
        "shifted-point" => {
            let times = *random.pick(&[10, 100]);
            if random.chance(50) {
                Some(old * times)
            } else {
                (old % times == 0 || old > 10_000).then_some(old / times)
            }
        }
        "shifted-unit" if old > 10_000_000 => Some((old + 5_000) / 10_000),
        "shifted-unit" => Some(old * 10_000),
        "sign" => Some(-old),
        _ => None,
    }
}

fn other_first(digits: &[u8], at: usize) -> bool {
    // a zero at the front is not printed
    at > 0 || digits.get(1) != Some(&b'0') && digits.get(2) != Some(&b'0')
}

/// Plants one slip into a document, or two for an exchange.
pub(super) fn plant(
    slip: &str,
    document: &DocumentAudit,
    spots: &[CheckedFigure],
    random: &Random,
) -> Option<Vec<Plant>> {
    let text = &document.document.text;
    let is_prose = slip == "prose-digit";
    let fit: Vec<&CheckedFigure> = spots.iter().filter(|spot| is_prose != spot.in_table).collect();
    if fit.is_empty() {
        return None;
    }
    let spot = *random.pick(&fit);
    let old = hundredths(&text[spot.start..spot.end])?;
    let planting = Planting { slip, document, text, spots, spot, random, old };
    match slip {
        "neighbouring-column" | "neighbouring-row" | "swapped-figures" => {
            planting.neighbour_taken()
        }
        "shifted-block" | "shifted-row" => planting.line_shifted(),
        "slipped-rows" => planting.rows_slipped(),
        "subtotal-added" => planting.subtotal_added(),
        "separators" => planting.separators_mixed(),
        "addend-left-out" | "addend-counted-twice" => planting.addend_miscounted(),
        _ => slipped(slip, old, random).map(|new| vec![planting.change(new)]),
    }
}

/// A slip that is planted at a spot.
#[derive(Clone, Copy)]
struct Planting<'p> {
    slip: &'p str,
    document: &'p DocumentAudit,
    text: &'p str,
    spots: &'p [CheckedFigure],
    spot: &'p CheckedFigure,
    random: &'p Random,
    /// What is printed there, in hundredths.
    old: i128,
}

impl Planting<'_> {
    fn change(&self, new: i128) -> Plant {
        let (start, end) = (self.spot.start, self.spot.end);
        Plant { start, end, new: like(&self.text[start..end], new) }
    }

    /// The figure of a neighbouring cell, or both exchanged.
    fn neighbour_taken(&self) -> Option<Vec<Plant>> {
        let Self { slip, document, text, spots, spot, random, old, .. } = *self;
        let form = document.understanding.iter().flat_map(|table| &table.forms);
        let form = form
            .into_iter()
            .find(|form| form.cells.iter().any(|cell| cell.span.start as usize == spot.start))?;
        let own = form.cells.iter().find(|cell| cell.span.start as usize == spot.start)?;
        let rows: Vec<&str> = {
            let mut seen = BTreeSet::new();
            form.cells
                .iter()
                .map(|cell| cell.row.as_str())
                .filter(|row| seen.insert(*row))
                .collect()
        };
        let at = rows.iter().position(|row| *row == own.row)?;
        let by_row = slip == "neighbouring-row" || (slip == "swapped-figures" && random.chance(50));
        let near: Vec<usize> = form
            .cells
            .iter()
            .filter(|cell| {
                if by_row {
                    cell.column == own.column
                        && rows
                            .iter()
                            .position(|row| *row == cell.row)
                            .is_some_and(|row| row.abs_diff(at) == 1)
                } else {
                    cell.row == own.row && cell.column.abs_diff(own.column) == 1
                }
            })
            .map(|cell| cell.span.start as usize)
            .filter(|start| spots.iter().any(|spot| spot.start == *start))
            .collect();
        let other = near.first()?;
        let end = number_at(text, *other)?;
        let value = hundredths(&text[*other..end])?;
        if value == old {
            return None;
        }
        let mut out = vec![self.change(value)];
        if slip == "swapped-figures" {
            out.push(Plant { start: *other, end, new: like(&text[*other..end], old) });
        }
        Some(out)
    }

    /// A row or column in a smaller unit.
    fn line_shifted(&self) -> Option<Vec<Plant>> {
        let Self { slip, document, text, spots, spot, .. } = *self;
        let forms = document.understanding.iter().flat_map(|table| &table.forms);
        let form = forms
            .into_iter()
            .find(|form| form.cells.iter().any(|cell| cell.span.start as usize == spot.start))?;
        let own = form.cells.iter().find(|cell| cell.span.start as usize == spot.start)?;
        let is_row = slip == "shifted-row";
        // rows of one name are several rows: only what stands side by side
        let at = form.cells.iter().position(|cell| cell.span == own.span)?;
        let before = form.cells[..at]
            .iter()
            .rev()
            .take_while(|cell| cell.row == own.row && cell.column < own.column)
            .count();
        let behind = form.cells[at..]
            .windows(2)
            .take_while(|two| two[1].row == own.row && two[0].column < two[1].column)
            .count();
        let row = at - before..at + behind + 1;
        let line = form.cells.iter().enumerate();
        let line = line
            .filter(|(at, cell)| if is_row { row.contains(at) } else { cell.column == own.column });
        let line: BTreeSet<usize> = line.map(|(_, cell)| cell.span.start as usize).collect();
        let spots = spots.iter().filter(|spot| line.contains(&spot.start));
        let plant = |spot: &CheckedFigure| {
            let printed = &text[spot.start..spot.end];
            Some(Plant {
                start: spot.start,
                end: spot.end,
                new: like(printed, hundredths(printed)? * 10_000),
            })
        };
        let out: Vec<Plant> = spots.map(plant).collect::<Option<_>>()?;
        (out.len() > if is_row { 2 } else { 4 }).then_some(out)
    }

    /// Figures of a column, each in the row below or above.
    fn rows_slipped(&self) -> Option<Vec<Plant>> {
        let Self { document, text, spots, spot, random, .. } = *self;
        let forms = document.understanding.iter().flat_map(|table| &table.forms);
        let form = forms
            .into_iter()
            .find(|form| form.cells.iter().any(|cell| cell.span.start as usize == spot.start))?;
        let own = form.cells.iter().find(|cell| cell.span.start as usize == spot.start)?;
        // the printed figures of the column, from top to bottom
        let mut column: Vec<&CheckedFigure> = Vec::new();
        for cell in form.cells.iter().filter(|cell| cell.column == own.column) {
            column.extend(spots.iter().find(|other| other.start == cell.span.start as usize));
        }
        let at = column.iter().position(|other| other.start == spot.start)?;
        let run = column.get(at..at + 4 + random.below(3))?;
        let value = |spot: &CheckedFigure| hundredths(&text[spot.start..spot.end]);
        let is_low = random.chance(50);
        let pairs =
            run.windows(2).map(|two| if is_low { (two[1], two[0]) } else { (two[0], two[1]) });
        let mut out = Vec::new();
        for (to, from) in pairs {
            let (old, new) = (value(to)?, value(from)?);
            if old != new {
                out.push(Plant {
                    start: to.start,
                    end: to.end,
                    new: like(&text[to.start..to.end], new),
                });
            }
        }
        // a column alone says nothing of its rows: each must be crossed
        let is_crossed = run.iter().all(|spot| spot.is_crossed && spot.is_across);
        (out.len() > 2 && is_crossed).then_some(out)
    }

    /// A sum to which a row of its column was added that is none of its addends.
    fn subtotal_added(&self) -> Option<Vec<Plant>> {
        let Self { document, text, random, .. } = *self;
        let sums = document
            .checks
            .iter()
            .filter(|check| check.relation == CheckRelation::Equal && check.figures().len() > 3);
        let sums = sums.filter_map(|check| {
            let start = check.figure(0)?.span().start as usize;
            let end = number_at(text, start)?;
            let forms = document.understanding.iter().flat_map(|table| &table.forms);
            let form = forms
                .into_iter()
                .find(|form| form.cells.iter().any(|cell| cell.span.start as usize == start))?;
            let own = form.cells.iter().find(|cell| cell.span.start as usize == start)?;
            // the sum goes down the column, and a row of it that is not among the addends was
            // added, too
            let addends: BTreeSet<usize> =
                check.figures().map(|figure| figure.span().start as usize).collect();
            let column: Vec<usize> = form
                .cells
                .iter()
                .filter(|cell| cell.column == own.column)
                .map(|cell| cell.span.start as usize)
                .collect();
            let is_down = column.iter().filter(|start| addends.contains(start)).count() > 3;
            let values = |inside: bool| {
                let all = column.iter().filter(|start| addends.contains(start) == inside);
                all.filter_map(|start| hundredths(&text[*start..number_at(text, *start)?]))
                    .collect::<Vec<i128>>()
            };
            let inner = values(true);
            let other: Vec<i128> = values(false)
                .into_iter()
                .filter(|value| *value > 0 && !inner.contains(value))
                .collect();
            let stated = hundredths(&text[start..end])?;
            (is_down && !other.is_empty()).then_some((start, end, stated, other))
        });
        let sums: Vec<_> = sums.collect();
        if sums.is_empty() {
            return None;
        }
        let (start, end, stated, other) = random.pick(&sums);
        let new = stated + *random.pick(other);
        Some(vec![Plant { start: *start, end: *end, new: like(&text[*start..*end], new) }])
    }

    /// Signs that separate digits in wrong places.
    fn separators_mixed(&self) -> Option<Vec<Plant>> {
        let Self { spot, random, old, .. } = *self;
        let amount = (100_000..100_000_000).contains(&old).then_some(old)?;
        let (thousands, rest) = (amount / 100_000, amount % 100_000);
        let new = match random.below(4) {
            0 => format!("{thousands}，{:03}.{:02}", rest / 100, rest % 100),
            1 => format!("{thousands}.{:03},{:02}", rest / 100, rest % 100),
            2 => format!("{}，{:02}", amount / 100, amount % 100),
            _ => format!("{}、{:02}", amount / 100, amount % 100),
        };
        Some(vec![Plant { start: spot.start, end: spot.end, new }])
    }

    /// A sum without one of its addends, or with one twice.
    fn addend_miscounted(&self) -> Option<Vec<Plant>> {
        let Self { slip, document, text, random, .. } = *self;
        let sums: Vec<_> = document
            .checks
            .iter()
            .filter(|check| {
                check.relation == CheckRelation::Equal
                    && check.verdict != Verdict::Unchecked
                    && check.expression.contains('+')
            })
            .filter_map(|check| {
                let start = check.figure(0)?.span().start as usize;
                let end = number_at(text, start)?;
                let stated = hundredths(&text[start..end])?;
                let amount = |figure: gouji::audit::CheckFigure<'_>| {
                    let start = figure.span().start as usize;
                    hundredths(&text[start..number_at(text, start)?]).filter(|value| *value > 0)
                };
                let addends: Vec<i128> = check.figures().skip(1).filter_map(amount).collect();
                let exact = addends.iter().sum::<i128>().abs_diff(stated) <= 3;
                (exact && addends.len() > 2).then_some((start, end, stated, addends))
            })
            .collect();
        if sums.is_empty() {
            return None;
        }
        let (start, end, stated, addends) = random.pick(&sums);
        let addend = *random.pick(addends);
        let new = if slip == "addend-left-out" { stated - addend } else { stated + addend };
        (new > 0)
            .then(|| vec![Plant { start: *start, end: *end, new: like(&text[*start..*end], new) }])
    }
}

pub(super) fn apply(text: &str, plants: &[Plant]) -> String {
    let mut plants = plants.to_vec();
    plants.sort_by_key(|plant| std::cmp::Reverse(plant.start));
    plants.iter().fold(text.to_owned(), |mut text, plant| {
        text.replace_range(plant.start..plant.end, &plant.new);
        text
    })
}
