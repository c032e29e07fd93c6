//! What formulas may name: forms, claims, parts, scales and params of a ruleset; and what is wrong
//! where they name anything else.

use super::later::{Later, ready};
use gouji_values::error::MistakeSubject;
use gouji_values::kind::Kind;
use gouji_values::number::{Units, is_ideograph};
use gouji_values::paper::Paper;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::ops::{Deref, Range};

/// A mistake in a formula: byte range in it, what is wrong, what to do; in Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaMistake {
    /// Where.
    pub span: Range<usize>,
    /// What.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// What it is about, by which those are known that follow from others.
    pub about: MistakeSubject,
}

impl FormulaMistake {
    /// A mistake without help.
    #[must_use]
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None, about: MistakeSubject::Other }
    }

    /// Says what it is about.
    #[must_use]
    pub(crate) fn about(mut self, about: MistakeSubject) -> Self {
        self.about = about;
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Names of a form: its id, and those of what it holds, which are put together when they are asked for.
#[derive(Clone, Debug)]
pub struct FormNames {
    /// Id.
    pub id: String,
    /// What it holds.
    pub lists: Later<FormLists>,
}

impl FormNames {
    /// Names that are known.
    #[must_use]
    pub fn new(id: impl Into<String>, lists: FormLists) -> Self {
        Self { id: id.into(), lists: ready(lists) }
    }
}

impl Deref for FormNames {
    type Target = FormLists;

    fn deref(&self) -> &FormLists {
        &self.lists
    }
}

/// Names of what a form holds.
#[derive(Clone, Debug, Default)]
pub struct FormLists {
    /// What is printed above its tables.
    pub titles: Vec<String>,
    /// Sides.
    pub sides: Vec<String>,
    /// Columns: name and kind.
    pub columns: Vec<(String, Kind)>,
    /// What is printed above each column, where that is not its name.
    pub heads: Vec<Vec<String>>,
    /// Of some column it is a pattern what is printed above it.
    pub has_open_heads: bool,
    /// What is printed in front of each named row.
    pub labels: Vec<Vec<String>>,
    /// Columns that reach down over their groups.
    pub groups: Vec<usize>,
    /// Named rows.
    pub rows: Vec<String>,
    /// What the numbers of each named row are, where its unit says it.
    pub row_kinds: Vec<Option<Kind>>,
    /// Captures on cell texts: name, column, kind.
    pub captures: Vec<(String, usize, Kind)>,
    /// The unit of its amounts, where it says one.
    pub unit: Option<String>,
    /// It has a column of account codes.
    pub has_codes: bool,
}

impl Names {
    /// What to write where the title of a form stands in the place of its id.
    pub(crate) fn titled(&self, written: &str) -> Option<String> {
        let mut forms = self.forms.iter().rev();
        let form = forms.find(|form| form.titles.iter().any(|title| title == written))?;
        Some(format!("“{written}”是表题，写表样的 id：{}", form.id))
    }
}

impl FormNames {
    /// The names of its columns that a rule may go over group by group.
    pub(crate) fn group_names(&self) -> Vec<&str> {
        let name = |column: &usize| self.columns.get(*column).map(|(name, _)| name.as_str());
        self.groups.iter().filter_map(name).collect()
    }

    /// What its columns of these kinds hold, where all hold the same.
    pub(crate) fn of_lines(&self, is_meant: impl Fn(Kind) -> bool) -> Option<Kind> {
        let known = |kind: &Kind| *kind != Kind::Any && is_meant(*kind);
        let mut kinds = self.columns.iter().map(|(_, kind)| *kind).filter(known);
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }
}

/// Names of a claim.
#[derive(Clone, Debug)]
pub struct ClaimNames {
    /// Id.
    pub id: String,
    /// Captures: name, kind, repetition.
    pub captures: Later<Vec<(String, Kind, Option<usize>)>>,
}

/// All names of a ruleset.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Forms.
    pub forms: Vec<FormNames>,
    /// Claims.
    pub claims: Vec<ClaimNames>,
    /// Parts: id and capture names.
    pub parts: Vec<(String, Vec<String>)>,
    /// Scales.
    pub scales: Vec<String>,
    /// Their grades, in the same order.
    pub grades: Vec<Vec<String>>,
    /// Where each grade begins, in the same order.
    pub bounds: Vec<Vec<Decimal>>,
    /// What they grade, in the same order, where that is known.
    pub scale_kinds: Vec<Option<Kind>>,
    /// Params: name, for a table its keys, and what each value is.
    pub params: Vec<(String, Option<Vec<String>>, Kind)>,
    /// The values of each param as rule files write them, by their keys: what advice is made of.
    pub values: Vec<Vec<(String, String)>>,
    /// Units that literals may have.
    pub units: Units,
    /// What percentage points are called.
    pub points: Vec<String>,
    /// Counters, which are no units: 天, 户.
    pub counters: Vec<String>,
    /// Units of one measure, each with how much of the first the second is: 吨=公斤=0.001.
    pub unit_scales: Vec<String>,
    /// Counters that count the same, group by group.
    pub alike: Vec<Vec<String>>,
    /// The counters of everything: 个.
    pub of_anything: Vec<String>,
    /// What names of counts end with: 天数, 票据数量.
    pub number_words: Vec<String>,
    /// Counters of time: how many days, or months, one is.
    pub spans: Vec<(String, (u32, bool))>,
    /// Units of scores, which are bare numbers.
    pub score_units: Vec<String>,
    /// Roles of figures in sentences.
    pub roles: Vec<String>,
    /// Documents beside the own one, but last year's.
    pub beside: Vec<String>,
}

impl Names {
    /// A param with a unit behind each of its numbers that has none. Numbers that may be shares as
    /// well as percentages are written both ways.
    pub(crate) fn with_unit(&self, param: usize, unit: &str) -> String {
        let with = |times: Decimal| {
            self.written(param, |key, value| {
                let value =
                    match value.parse::<Decimal>().ok().and_then(|own| own.checked_mul(times)) {
                        Some(number) => format!("\"{}{unit}\"", number.normalize()),
                        None => value.to_owned(),
                    };
                Some((key.to_owned(), value))
            })
        };
        // percentages as numbers
        if unit.is_empty() {
            return with(Decimal::ONE_HUNDRED);
        }
        let as_is = with(Decimal::ONE);
        if unit != "%" {
            return as_is;
        }
        let numbers = self.values.get(param).into_iter().flatten();
        let most =
            numbers.filter_map(|(_, value)| value.parse::<Decimal>().ok()).map(|own| own.abs());
        both_ways(as_is, with(Decimal::ONE_HUNDRED), most.max().unwrap_or_default())
    }

    /// The grades of a scale whose bounds have no unit, as they can be typed with one.
    pub(crate) fn grades_with(&self, scale: usize, unit: &str) -> String {
        let bounds = || self.bounds.get(scale).into_iter().flatten();
        let with = |times: Decimal| {
            let names = self.grades.get(scale).into_iter().flatten();
            let all: Vec<String> = names
                .zip(bounds())
                .map(|(name, from)| match from.checked_mul(times).unwrap_or(*from).normalize() {
                    from if from.is_zero() => format!("{{ name = \"{name}\", from = 0 }}"),
                    from if unit.is_empty() => format!("{{ name = \"{name}\", from = {from} }}"),
                    from => format!("{{ name = \"{name}\", from = \"{from}{unit}\" }}"),
                })
                .collect();
            format!("grades = [{}]", all.join(", "))
        };
        // percentages as numbers
        if unit.is_empty() {
            return with(Decimal::ONE_HUNDRED);
        }
        let as_is = with(Decimal::ONE);
        if unit != "%" {
            return as_is;
        }
        let most = bounds().map(|own| own.abs()).max().unwrap_or_default();
        both_ways(as_is, with(Decimal::ONE_HUNDRED), most)
    }

    /// A param as it can be typed, each key and value as they are to be.
    pub(crate) fn written(
        &self,
        param: usize,
        each: impl Fn(&str, &str) -> Option<(String, String)>,
    ) -> String {
        let name = self.params.get(param).map_or("", |(name, ..)| name);
        let values = self.values.get(param).map_or(&[][..], Vec::as_slice);
        let mut written: Vec<String> = Vec::new();
        for (key, value) in values {
            match each(key, value) {
                Some((_, value)) if key.is_empty() => return format!("\"{name}\" = {value}"),
                Some((key, value)) => written.push(format!("\"{key}\" = {value}")),
                None => {}
            }
        }
        format!("\"{name}\" = {{ {} }}", written.join(", "))
    }

    /// The document beside the own one that a name means.
    #[must_use]
    pub fn paper(&self, name: &str) -> Option<Paper> {
        Paper::find(name, self.beside.iter().map(String::as_str))
    }
}

/// Numbers that are to be percentages, as they stand and a hundred times as much, the likelier
/// first: 1.1 is a share of one, 5 has lost its sign.
fn both_ways(as_is: String, hundredfold: String, most: Decimal) -> String {
    if most < Decimal::TWO {
        format!("{hundredfold}；本来就是百分之几的，数不变：{as_is}")
    } else if most < Decimal::TEN {
        format!("{as_is}；本来就是几倍的：{hundredfold}")
    } else {
        as_is
    }
}

/// What a rule stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A form, perhaps one side of it.
    Form(usize, Option<usize>),
    /// Every form.
    EveryForm,
    /// A claim.
    Claim(usize),
    /// Parts.
    Part(Vec<usize>),
    /// The document.
    Document,
}

/// The nearest known names, as help; where none is near, those that there are.
pub fn suggest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    /// Nobody reads through more names.
    const MOST: usize = 30;
    /// Names that are told, at most.
    const FEW: usize = 8;
    let mut known: Vec<&str> = known.into_iter().collect();
    // what was written without the dot
    if let Some(own) = name.strip_prefix("上年").filter(|own| known.contains(own)) {
        return format!("上年的表要加一点：上年.{own}");
    }
    if let Some(near) = nearest(name, known.iter().copied()) {
        return near;
    }
    let mut seen = BTreeSet::new();
    known.retain(|known| seen.insert(*known));
    match known.len() {
        0 => "这里没有可以用的名称".to_owned(),
        1..=MOST => format!("可用的有：{}", known.join("、")),
        more => {
            known.sort_by_key(|known| std::cmp::Reverse(in_common(name, known)));
            let near = known.get(..FEW).unwrap_or(&[]).join("、");
            format!("共 {more} 个，最像的是 {near}")
        }
    }
}

/// How many characters of two names are the same.
fn in_common(one: &str, other: &str) -> usize {
    one.chars().filter(|c| other.contains(*c)).count()
}

/// The known names that are close to one, if any is.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let close = close(name, known);
    let first = close.first()?;
    let other = if close.len() == 1 { other_character(name, first) } else { None };
    Some(match other {
        // characters that look alike are hard to tell apart
        Some((written, meant)) => format!("是不是 {first}？“{written}”应为“{meant}”"),
        None => format!("是不是 {}？", close.join("、")),
    })
}

/// The one ideograph in which two names of three or more characters differ, as each writes it.
fn other_character(one: &str, other: &str) -> Option<(char, char)> {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut differ = a.iter().zip(&b).filter(|(one, other)| one != other);
    let (written, meant) = differ.next()?;
    let is_one = a.len() == b.len() && a.len() > 2 && differ.next().is_none();
    (is_one && is_ideograph(*written) && is_ideograph(*meant)).then_some((*written, *meant))
}

/// The names that are near, the nearest first.
pub fn close<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut close: Vec<(usize, &str)> = known
        .into_iter()
        .map(|known| (strsim::osa_distance(name, known), known))
        .filter(|(distance, known)| {
            *distance <= (1 + name.chars().count() / 3).min(known.chars().count().saturating_sub(1))
                || known.contains(name)
                || (known.chars().nth(1).is_some() && name.contains(known))
        })
        .collect();
    close.sort_unstable();
    close.dedup();
    close.truncate(3);
    close.into_iter().map(|(_, known)| known).collect()
}
