//! Amounts that a sentence states of something that it names: which name, which stage.

mod name;
mod tied;

pub use name::{bare_name, may_be_left_out};
pub use tied::{NamedShare, TIED, Tied, named_shares};

use super::Read;
use super::place::{Role, Spot, When};
use super::quantity::{Kind, Quantity};
use super::words::Class;
use name::{Name, name};
use std::ops::Range;

/// The stage of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// What was done.
    Done,
    /// A budget or plan.
    Plan,
    /// The first budget.
    PlanFirst,
    /// The adjusted budget.
    PlanFinal,
}

/// The stages, with the key of the name that rule files have for each.
pub const STAGES: &[(Stage, &str)] = &[
    (Stage::Done, "stage_done"),
    (Stage::Plan, "stage_plan"),
    (Stage::PlanFirst, "stage_first"),
    (Stage::PlanFinal, "stage_final"),
];

/// An amount under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Its figure.
    pub figure: usize,
    /// The name before it, folded, without words of stages.
    pub name: String,
    /// Bytes of the passage in which the name stands.
    pub named: Range<usize>,
    /// The name with the items before it: 收、支总计.
    pub listed: Option<Box<(String, Range<usize>)>>,
    /// Where it has no name: the name that opens the passage, with no figure between.
    pub opening: Option<Box<(String, Range<usize>)>>,
    /// Its stage, where one is said.
    pub stage: Option<Stage>,
    /// The year that it is of, where one is said.
    pub year: Option<i32>,
    /// Number of its sentence.
    pub sentence: usize,
    /// Another amount stands before it in its sentence.
    pub is_later: bool,
    /// What stands in the clause before it, where that has words and no figure.
    pub lead: Option<String>,
    /// It is an item of a list.
    pub is_item: bool,
    /// The name of the head of that list.
    pub head: Option<String>,
    /// How much of its budget it is, where that is not printed: the figure, and whether the first
    /// budget is meant.
    pub completed: Option<(usize, bool)>,
    /// How much more or less than the year before it is: the figure and its sign.
    pub change: Option<(usize, i8)>,
    /// By how much of the year before it changed: the figure and its sign.
    pub rate: Option<(usize, i8)>,
}

impl Amount {
    /// What else is told of it: the figure of each with its sign.
    pub fn tied(&self) -> impl Iterator<Item = (Tied, usize, i8)> + use<> {
        let completed = self.completed.map(|(figure, is_first)| {
            (if is_first { Tied::CompletedFirst } else { Tied::Completed }, figure, 1)
        });
        let change = self.change.map(|(figure, sign)| (Tied::Change, figure, sign));
        let rate = self.rate.map(|(figure, sign)| (Tied::Rate, figure, sign));
        [completed, change, rate].into_iter().flatten()
    }
}

/// The amounts of a passage whose names are whole: no word of another role stands before them.
pub(super) fn amounts(read: &Read) -> Vec<Amount> {
    let tokens = &read.tokens;
    let name_of = |figure: usize| {
        let end = tokens.at.get(figure).copied()?;
        name(tokens, name::begin(tokens, end, false), end)
    };
    let (list_of, planned) = (first_lists(read), tied::planned(read));
    let mut out: Vec<Amount> = Vec::new();
    // the sentence in which an amount was met
    let mut met: Option<usize> = None;
    // the sentence whose amounts are of another time, and which
    let mut other_time: Option<(usize, When)> = None;
    let mut last: Option<&Spot> = None;
    for (at, spot) in read.spots.iter().enumerate() {
        let before = last.replace(spot);
        let Some(figure) = tokens.figures.get(spot.figure) else { continue };
        let Some(end) = tokens.at.get(spot.figure).copied() else { continue };
        let is_later = met == Some(spot.sentence);
        if figure.kind != Kind::Bare {
            met = Some(spot.sentence);
        }
        let is_money = figure.kind == Kind::Money && spot.role == Role::Value;
        let is_own_time = spot.when.year.is_some() || spot.words.contains(&Class::This);
        if is_money && (is_own_time || spot.when.is_last) {
            other_time = Some((spot.sentence, spot.when));
        }
        // 上年人员经费6万元，公用经费2万元
        let (_, time) = other_time.filter(|own| own.0 == spot.sentence).unwrap_or_default();
        let is_of_last = time.is_last && !is_own_time;
        // what stands in a bracket behind it may make it another amount
        if !is_plain(spot, figure) || name::is_qualified(tokens, end + 1) || is_of_last {
            continue;
        }
        let Some(mut own) = name_of(spot.figure) else { continue };
        let names_nothing = own.names_nothing;
        let Some(stage) = stage(spot.when.stage.or(own.stage)) else { continue };
        // the second of two stages that are told of one name
        let same = out.last().filter(|last| {
            names_nothing
                && stage.is_some()
                && last.stage.is_some()
                && last.stage != stage
                && before.is_some_and(|other| {
                    other.figure == last.figure && other.segment == spot.segment
                })
        });
        let (change, rate) = tied::moved(read, at);
        if let Some(same) = same {
            out.push(Amount { figure: spot.figure, stage, change, rate, ..same.clone() });
            continue;
        }
        let from = name::begin(tokens, end, false);
        // 收、支总计9万元
        let whole = name::begin(tokens, end, true);
        let listed = (whole < from).then(|| name(tokens, whole, end)).flatten();
        let may_open = names_nothing && !is_later;
        let opening = may_open.then(|| name::opening_name(tokens, from)).flatten();
        // 公务接待费2022年决算6万元
        if own.text.is_empty()
            && let Some(named) = name::before_date(tokens, from)
        {
            own = Name { stage: own.stage, ..named };
        }
        if own.text.is_empty() && !is_later {
            own = name::title(tokens, from).unwrap_or(own);
        }
        let mut lead = name::lead(tokens, from);
        // 公务接待费，年初预算6万元
        let named = lead.filter(|_| names_nothing && stage.is_some());
        if let Some(name) = named.and_then(|(from, to)| name(tokens, from, to)) {
            (own, lead) = (name, None);
        }
        let list = list_of.get(at).copied().flatten().and_then(|list| read.lists.get(list));
        let head = list.and_then(|list| read.spots.get(list.head?));
        // 上年“三公”经费9万元，其中公务接待费5万元
        let above = head.map(|head| head.when).unwrap_or_default();
        if above.is_last {
            continue;
        }
        let place = |name: Name| Box::new((name.text, name.range));
        out.push(Amount {
            figure: spot.figure,
            name: own.text,
            named: own.range,
            opening: opening.map(place),
            listed: listed.map(place),
            stage: stage.or(self::stage(above.stage).flatten()),
            year: spot.when.year.or(above.year).or(time.year),
            sentence: spot.sentence,
            is_later,
            lead: lead.map(|(from, to)| name::words(tokens, from, to)),
            is_item: list.is_some(),
            head: head.and_then(|head| name_of(head.figure)).map(|name| name.text),
            completed: tied::completed(read, at, &planned),
            change,
            rate,
        });
    }
    out
}

/// The first list of each figure.
fn first_lists(read: &Read) -> Vec<Option<usize>> {
    let mut list_of: Vec<Option<usize>> = vec![None; read.spots.len()];
    for (number, list) in read.lists.iter().enumerate() {
        for item in &list.items {
            if let Some(of) = list_of.get_mut(*item) {
                *of = of.or(Some(number));
            }
        }
    }
    list_of
}

/// Whether a figure tells an amount of this year and nothing else.
fn is_plain(spot: &Spot, figure: &Quantity) -> bool {
    figure.kind == Kind::Money
        && figure.is_figure()
        && !figure.is_per
        && spot.role == Role::Value
        && spot.stream == 0
        && spot.row.is_none()
        && !spot.when.is_last
}

/// The stage of an amount; `None` where what is said is no stage of a budget.
fn stage(said: Option<Class>) -> Option<Option<Stage>> {
    Some(match said {
        None => None,
        Some(Class::Done) => Some(Stage::Done),
        Some(Class::Plan) => Some(Stage::Plan),
        Some(Class::PlanFirst) => Some(Stage::PlanFirst),
        Some(Class::PlanFinal) => Some(Stage::PlanFinal),
        Some(_) => return None,
    })
}
