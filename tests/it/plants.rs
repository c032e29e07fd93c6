//! Slips of the pen, planted one, two or three at a time into documents that agree with themselves:
//! is the guilty figure named, what was meant, what happened? The bench `plants` prints the whole
//! table, a test here keeps the main figures.

use crate::generator::generate_with;
use crate::generator::layout::{LAYOUTS, WAN, YUAN};
use crate::generator::random::Random;
use gouji::audit::{CheckRelation, Confidence, DocumentAudit, Finding, Verdict};
use gouji::engine::{Engine, Request};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let request = Request { ruleset: Some("national".to_owned()), ..Request::default() };
    Engine::new(gouji::embedded().unwrap(), request).unwrap()
});

pub const SLIPS: [&str; 21] = [
    "transposed-digits",
    "exchanged-digits",
    "wrong-digit",
    "dropped-digit",
    "doubled-digit",
    "inserted-digit",
    "shifted-point",
    "shifted-unit",
    "sign",
    "neighbouring-column",
    "neighbouring-row",
    "swapped-figures",
    "addend-left-out",
    "addend-counted-twice",
    "prose-digit",
    "shifted-block",
    "shifted-row",
    "slipped-rows",
    "subtotal-added",
    "last-year",
    "separators",
];

/// A figure of a document that an identity rests on.
#[derive(Clone)]
struct Spot {
    /// Byte range of its number in the text.
    start: usize,
    end: usize,
    in_table: bool,
    /// Identities that rest on it and on no other figure together: they cross in it.
    is_crossed: bool,
    /// One of them is along a row of its table.
    is_across: bool,
}

/// A change of the text: where, what it becomes, what stood there.
#[derive(Clone)]
struct Plant {
    start: usize,
    end: usize,
    new: String,
}

/// What became of the plants of a kind.
#[derive(Clone, Copy, Default)]
pub struct Score {
    pub planted: usize,
    pub broken: usize,
    pub in_set: usize,
    pub one_cause: usize,
    pub crossed: usize,
    pub alone: usize,
    pub right_value: usize,
    pub told: usize,
    pub right_class: usize,
    pub figures: usize,
    pub causes: usize,
    pub wrong_value: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.planted += other.planted;
        self.broken += other.broken;
        self.in_set += other.in_set;
        self.one_cause += other.one_cause;
        self.crossed += other.crossed;
        self.alone += other.alone;
        self.right_value += other.right_value;
        self.told += other.told;
        self.right_class += other.right_class;
        self.figures += other.figures;
        self.causes += other.causes;
        self.wrong_value += other.wrong_value;
    }
}

fn audit(text: &str) -> DocumentAudit {
    ENGINE.audit("document.txt", text.as_bytes()).unwrap()
}

/// Audits a document beside last year's.
fn audit_beside(text: &str, last_year: &LastYear) -> DocumentAudit {
    let Some(before) = last_year else { return audit(text) };
    let prepare = |name: &str, text: &str| ENGINE.prepare(name, text.as_bytes()).unwrap();
    let before = prepare("before.txt", before);
    ENGINE.judge(prepare("document.txt", text), Some((0, &before)))
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

fn spots(document: &DocumentAudit) -> Vec<Spot> {
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
            is_amount.then(|| Spot { start, end, in_table: table(start), is_crossed, is_across })
        };
    count.into_iter().filter_map(spot).collect()
}

/// Writes digits like another number: its separators and decimals.
fn like(text: &str, hundredths: i128) -> String {
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

fn hundredths(text: &str) -> Option<i128> {
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
fn plant(
    slip: &str,
    document: &DocumentAudit,
    spots: &[Spot],
    random: &Random,
) -> Option<Vec<Plant>> {
    let text = &document.document.text;
    let is_prose = slip == "prose-digit";
    let fit: Vec<&Spot> = spots.iter().filter(|spot| is_prose != spot.in_table).collect();
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
    spots: &'p [Spot],
    spot: &'p Spot,
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
        let plant = |spot: &Spot| {
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
        let mut column: Vec<&Spot> = Vec::new();
        for cell in form.cells.iter().filter(|cell| cell.column == own.column) {
            column.extend(spots.iter().find(|other| other.start == cell.span.start as usize));
        }
        let at = column.iter().position(|other| other.start == spot.start)?;
        let run = column.get(at..at + 4 + random.below(3))?;
        let value = |spot: &Spot| hundredths(&text[spot.start..spot.end]);
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

fn apply(text: &str, plants: &[Plant]) -> String {
    let mut plants = plants.to_vec();
    plants.sort_by_key(|plant| std::cmp::Reverse(plant.start));
    plants.iter().fold(text.to_owned(), |mut text, plant| {
        text.replace_range(plant.start..plant.end, &plant.new);
        text
    })
}

/// Where the plants begin in the changed text.
fn moved(plants: &[Plant]) -> Vec<usize> {
    let shift = |at: usize| {
        let before = plants.iter().filter(|plant| plant.start < at);
        before.fold(at as isize, |at, plant| {
            at + plant.new.len() as isize - (plant.end - plant.start) as isize
        }) as usize
    };
    plants.iter().map(|plant| shift(plant.start)).collect()
}

/// The figures that a finding says may be wrong.
fn named(document: &DocumentAudit, finding: &Finding) -> BTreeSet<usize> {
    let cause = finding.cause.iter();
    let mut out: BTreeSet<usize> = cause
        .flat_map(|cause| cause.suspects.iter().chain(&cause.others))
        .map(|suspect| suspect.printed.span.start as usize)
        .collect();
    if out.is_empty() {
        let checks = finding.checks.iter().filter_map(|at| document.checks.get(*at));
        out.extend(
            checks.flat_map(|check| check.figures()).map(|figure| figure.span().start as usize),
        );
    }
    out
}

/// Last year's document of a planted one: its text.
type LastYear = Option<String>;

/// A figure that no number can be is no wrong one: where the identities say how it is meant a notice
/// does.
fn judge_separator(
    text: &str,
    plant: &Plant,
    after: &DocumentAudit,
    score: Score,
) -> (Score, Option<String>) {
    let said = after
        .notices
        .iter()
        .find(|notice| notice.span.is_some_and(|span| span.start as usize == plant.start));
    let read = said.and_then(|notice| {
        notice.message.split("读作 ").nth(1)?.split('，').next().map(str::to_owned)
    });
    let right = usize::from(
        read.as_deref().and_then(hundredths) == hundredths(&text[plant.start..plant.end]),
    );
    let found = usize::from(said.is_some());
    let note = said.is_none().then(|| {
        format!("separators {}→{} @{}", &text[plant.start..plant.end], plant.new, plant.start)
    });
    let counted = Score {
        broken: 1,
        in_set: found,
        one_cause: 1,
        crossed: 1,
        alone: found,
        right_value: right,
        told: right,
        ..score
    };
    (Score { right_class: right, figures: 1, causes: 1, ..counted }, note)
}

/// What is told of plants that were not found as they should be.
fn note(
    (slip, plants): (&str, &[Plant]),
    text: &str,
    after: &DocumentAudit,
    score: Score,
    crossed: bool,
) -> String {
    let changes: Vec<String> = plants
        .iter()
        .map(|plant| format!("{}→{} @{}", &text[plant.start..plant.end], plant.new, plant.start))
        .collect();
    let findings: Vec<String> = after
        .findings
        .iter()
        .map(|finding| {
            format!("{} {:?}", after.checks[finding.checks[0]].message(), finding.suspects())
        })
        .collect();
    let sure = if score.wrong_value > 0 { "SURE " } else { "" };
    format!(
        "{sure}{slip} {}{}: {}\n    {}",
        if crossed { "crossed " } else { "" },
        changes.join(" "),
        score.in_set,
        findings.join("\n    ")
    )
}

/// The class that a planted slip should be called.
fn class_of(slip: &str) -> &str {
    match slip {
        "shifted-unit" => "shifted-point",
        "prose-digit" => "wrong-digit",
        "shifted-row" => "shifted-block",
        "subtotal-added" => "addend-counted-twice",
        "last-year" => "last-year",
        other => other,
    }
}

fn judge(
    slip: &str,
    clean: &DocumentAudit,
    spots: &[Spot],
    plants: &[Plant],
    last_year: &LastYear,
) -> (Score, Option<String>) {
    let text = &clean.document.text;
    let after = audit_beside(&apply(text, plants), last_year);
    let mut score = Score { planted: 1, ..Score::default() };
    if let ("separators", [plant], true) = (slip, plants, after.findings.is_empty()) {
        return judge_separator(text, plant, &after, score);
    }
    if after.findings.is_empty() {
        return (score, None);
    }
    score.broken = 1;
    let places = moved(plants);
    // a figure with a wrong separator may be read from behind it
    let home = |start: usize| {
        let stands_in = |(place, plant): &(&usize, &Plant)| {
            (**place..**place + plant.new.len()).contains(&start)
        };
        places.iter().zip(plants).find(stands_in).map_or(start, |(place, _)| *place)
    };
    let all: BTreeSet<usize> =
        after.findings.iter().flat_map(|finding| named(&after, finding)).map(home).collect();
    score.in_set = usize::from(places.iter().all(|place| all.contains(place)));
    score.one_cause = usize::from(after.findings.len() == 1);
    score.causes = after.findings.len();
    score.figures = after.findings.iter().map(|finding| named(&after, finding).len()).sum();
    let crossed = plants
        .iter()
        .all(|plant| spots.iter().any(|spot| spot.start == plant.start && spot.is_crossed));
    let causes: Vec<&gouji::audit::Cause> =
        after.findings.iter().filter_map(|finding| finding.cause.as_ref()).collect();
    let suspects: Vec<&gouji::audit::Suspect> =
        causes.iter().flat_map(|cause| &cause.suspects).collect();
    let alone = suspects
        .iter()
        .map(|suspect| home(suspect.printed.span.start as usize))
        .collect::<BTreeSet<_>>()
        == places.iter().copied().collect()
        && causes.len() == after.findings.len()
        && after.findings.len() <= plants.len();
    let is_right = |suspect: &gouji::audit::Suspect| {
        let at =
            places.iter().position(|place| *place == home(suspect.printed.span.start as usize));
        let old = at.and_then(|at| hundredths(&text[plants[at].start..plants[at].end]));
        old.is_some() && suspect.suggested.as_deref().and_then(hundredths) == old
    };
    let right = alone && suspects.iter().all(|suspect| is_right(suspect));
    if crossed {
        score.crossed = 1;
        score.alone = usize::from(alone);
        score.right_value = usize::from(right);
    }
    if right {
        score.told = 1;
        let wanted = class_of(slip);
        let class = suspects.first().and_then(|suspect| suspect.slip.as_ref());
        let class = class.map(|told| told.slip.id());
        score.right_class = usize::from(class == Some(wanted));
        if class != Some(wanted) && slip != "several" {
            let changes: Vec<String> = plants
                .iter()
                .map(|plant| format!("{}→{}", &text[plant.start..plant.end], plant.new))
                .collect();
            if let Some(folder) = std::env::var_os("GOUJI_GENERATED") {
                let name = format!("{wanted}-{}.txt", plants[0].start);
                std::fs::write(std::path::Path::new(&folder).join(name), apply(text, plants))
                    .unwrap();
            }
            return (
                score,
                Some(format!(
                    "class: {wanted} is called {class:?}: {} @{}",
                    changes.join(" "),
                    plants[0].start
                )),
            );
        }
    }
    // a figure that is right, or a number that was not meant, although it is said to be sure
    let sure = causes
        .iter()
        .filter(|cause| cause.confidence == Confidence::High)
        .flat_map(|cause| &cause.suspects);
    let is_wrong = |suspect: &gouji::audit::Suspect| {
        let is_plant = places.contains(&home(suspect.printed.span.start as usize));
        !is_plant || (suspect.suggested.is_some() && !is_right(suspect))
    };
    score.wrong_value = usize::from(sure.into_iter().any(is_wrong));
    let is_worth_a_note =
        score.in_set == 0 || score.one_cause == 0 || score.wrong_value > 0 || (crossed && !right);
    let note = is_worth_a_note.then(|| note((slip, plants), text, &after, score, crossed));
    (score, note)
}

/// Last year's 支出决算表: the rows of this year's with other figures, and a slip that takes one of
/// them over.
fn of_last_year(
    document: &DocumentAudit,
    spots: &[Spot],
    random: &Random,
) -> Option<(Vec<Plant>, LastYear)> {
    let text = &document.document.text;
    let year = document.year?;
    let table = document
        .understanding
        .iter()
        .find(|table| table.forms.iter().any(|form| form.form == "支出决算表"))?;
    let (from, to) = (table.span.start as usize, table.span.end as usize);
    let inside: Vec<&Spot> = spots.iter().filter(|spot| (from..to).contains(&spot.start)).collect();
    let before = |spot: &Spot| Some(hundredths(&text[spot.start..spot.end])? * 13 / 15 + 7);
    let plants = inside.iter().map(|spot| {
        Some(Plant {
            start: spot.start - from,
            end: spot.end - from,
            new: like(&text[spot.start..spot.end], before(spot)?),
        })
    });
    let rows = apply(&text[from..to], &plants.collect::<Option<Vec<_>>>()?);
    let unit = document
        .understanding
        .iter()
        .flat_map(|table| &table.forms)
        .find_map(|form| form.unit.clone())?;
    let agency = document.agency.as_deref().unwrap_or("某局");
    let title = if rows.contains("支出决算表") { "" } else { "支出决算表\n" };
    let last_year = format!("{agency}\n{}年度部门决算\n\n{title}单位：{unit}\n{rows}\n", year - 1);
    let is_read = |audit: &DocumentAudit| {
        audit
            .understanding
            .iter()
            .flat_map(|table| &table.forms)
            .any(|form| form.form == "支出决算表")
    };
    if inside.is_empty() || !is_read(&audit(&last_year)) {
        return None;
    }
    let spot: &Spot = inside[random.below(inside.len())];
    Some((
        vec![Plant {
            start: spot.start,
            end: spot.end,
            new: like(&text[spot.start..spot.end], before(spot)?),
        }],
        Some(last_year),
    ))
}

/// Plants so many slips of each kind, half in 元 and half in 万元, and so many times three that come
/// in twos and threes; by kind, and by number of plants for 2 and 3.
pub fn run(seeds: &[u64], each: usize, together: usize) -> (BTreeMap<String, Score>, Vec<String>) {
    let halves: Vec<Vec<u64>> =
        (0..2).map(|half| seeds.iter().skip(half).step_by(2).copied().collect()).collect();
    let parts: Vec<(BTreeMap<String, Score>, Vec<String>)> = std::thread::scope(|scope| {
        let runs: Vec<_> =
            halves.iter().map(|half| scope.spawn(move || part(half, each, together))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    let (mut out, mut notes) = (BTreeMap::new(), Vec::new());
    for (scores, more) in parts {
        for (name, score) in scores {
            out.entry(name).or_insert_with(Score::default).add(score);
        }
        notes.extend(more);
    }
    (out, notes)
}

fn part(seeds: &[u64], each: usize, together: usize) -> (BTreeMap<String, Score>, Vec<String>) {
    let mut out: BTreeMap<String, Score> = BTreeMap::new();
    let mut notes = Vec::new();
    for seed in seeds {
        let money = if seed / 2 % 2 == 0 { WAN } else { YUAN };
        // where blank cells are gone a wrong figure may not be read at all: another matter
        let layout = LAYOUTS[[0, 1, 3][(seed / 4 % 3) as usize]];
        let document = generate_with(*seed, Some(layout), |style| {
            style.money.step = money.step;
            style.money.unit = money.unit;
        });
        let clean = audit(&document.text);
        let spots = spots(&clean);
        if spots.len() < 30 || !clean.findings.is_empty() {
            continue;
        }
        let random = Random::new(seed ^ 0x5151);
        let mut tell = |names: &[String], score: Score, note: Option<String>| {
            for name in names {
                out.entry(name.clone()).or_default().add(score);
            }
            notes.extend(note.map(|note| format!("seed {seed} {} {note}", money.unit)));
        };
        for slip in SLIPS {
            for _ in 0..each {
                let found = match slip {
                    "last-year" => of_last_year(&clean, &spots, &random),
                    _ => (0..20)
                        .find_map(|_| plant(slip, &clean, &spots, &random))
                        .map(|plants| (plants, None)),
                };
                let Some((plants, last_year)) = found else { continue };
                let (score, note) = judge(slip, &clean, &spots, &plants, &last_year);
                tell(
                    &[format!("1 {slip}"), format!("all {}", money.unit), "all".to_owned()],
                    score,
                    note,
                );
            }
        }
        for number in [2, 3] {
            for _ in 0..together * 3 {
                let mut plants: Vec<Plant> = Vec::new();
                while plants.len() < number {
                    let slip = *random.pick(&[
                        "transposed-digits",
                        "wrong-digit",
                        "dropped-digit",
                        "sign",
                        "prose-digit",
                    ]);
                    let Some(more) = plant(slip, &clean, &spots, &random) else { continue };
                    // what rounding explains is no error
                    let breaks = || !audit(&apply(&document.text, &more)).findings.is_empty();
                    if more.iter().all(|more| plants.iter().all(|plant| plant.start != more.start))
                        && breaks()
                    {
                        plants.extend(more);
                    }
                }
                let (score, note) = judge("several", &clean, &spots, &plants, &None);
                let note = note.filter(|_| score.in_set == 0 || score.wrong_value > 0);
                tell(&[format!("{number} plants")], score, note);
            }
        }
    }
    (out, notes)
}

/// A table of the scores.
pub fn table(scores: &BTreeMap<String, Score>) -> String {
    let mut out = format!(
        "{:24} {:>7} {:>6} {:>7} {:>9} | {:>7} {:>6} {:>6} | {:>6} {:>6} | {:>8}\n",
        "plants",
        "planted",
        "breaks",
        "in set",
        "one cause",
        "crossed",
        "alone",
        "value",
        "told",
        "class",
        "figures"
    );
    let share = |part: usize, whole: usize| match (part * 1000).checked_div(whole) {
        Some(share) => format!("{}.{}", share / 10, share % 10),
        None => "–".to_owned(),
    };
    let each = |sum: usize, number: usize| {
        let hundredths = (sum * 100).checked_div(number).unwrap_or(0);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    for (name, score) in scores {
        out.push_str(&format!(
            "{:24} {:>7} {:>6} {:>7} {:>9} | {:>7} {:>6} {:>6} | {:>6} {:>6} | {:>8}  wrong and sure {}\n",
            name,
            score.planted,
            score.broken,
            share(score.in_set, score.broken),
            share(score.one_cause, score.broken),
            score.crossed,
            share(score.alone, score.crossed),
            share(score.right_value, score.crossed),
            score.told,
            share(score.right_class, score.told),
            each(score.figures, score.causes),
            score.wrong_value,
        ));
    }
    out
}
