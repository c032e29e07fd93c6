//! Products by what an amount is for each of: 每平方米每月38元 goes with so many square metres and so many months.

use super::several::is_for_months;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::standard::is_limit;
use crate::prose::token::{Sign, What};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// What an amount is for each of.
#[derive(Debug, Default)]
pub(super) struct Each {
    /// Words of counting, each with those that count the same.
    pub(super) things: Vec<Vec<String>>,
    pub(super) is_monthly: bool,
    pub(super) is_yearly: bool,
}

pub(super) fn each(passage: &Passage<'_>, spot: &Spot) -> Each {
    let tokens = passage.tokens;
    let mut out = Each::default();
    let mut put = |counter: &str| {
        let is = |list: &str| tokens.is_word(list, counter);
        if is("month") {
            out.is_monthly = true;
        } else if is("year") {
            out.is_yearly = true;
        } else {
            let alike = tokens.words_of("alike").find_map(|words| {
                let words: Vec<String> = words.split('+').map(str::to_owned).collect();
                words.iter().any(|word| word == counter).then_some(words)
            });
            out.things.push(alike.unwrap_or_else(|| vec![counter.to_owned()]));
        }
    };
    let counter_at = |text: &str| {
        let known = tokens.words_of("counters").chain(tokens.words_of("terms"));
        let longest = known.filter(|word| text.starts_with(word)).max_by_key(|word| word.len());
        longest.map(str::to_owned)
    };
    let printed = tokens
        .figures
        .get(spot.figure)
        .map_or_else(String::new, |figure| tokens.text(figure.chars.start, figure.chars.end));
    let slashes = printed.split('/').skip(1).map(str::to_owned);
    let pers = tokens.words_of("each_of").flat_map(|word| spot.raw.split(word).skip(1));
    let pers = pers.map(str::to_owned);
    for text in slashes.chain(pers) {
        if let Some(counter) = counter_at(&text) {
            put(&counter);
        }
    }
    for entry in tokens.words_of("averaged") {
        if let Some((word, counters)) = entry.split_once('=')
            && !tokens.words_of("each_of").any(|each| word.starts_with(each))
            && spot.raw.contains(word)
        {
            out.things.push(counters.split('+').map(str::to_owned).collect());
        }
    }
    out.is_monthly |= tokens.has_word("each_month", &spot.raw);
    out.is_yearly |= tokens.has_word("each_year", &spot.raw);
    out
}

/// Whether two numbers are of the same things: 145名, 62人.
pub(in crate::prose) fn are_alike(passage: &Passage<'_>, a: &Spot, b: &Spot) -> bool {
    let counter = |spot: &Spot| passage.figure(spot).map(|figure| figure.counter.as_str());
    let (Some(a), Some(b)) = (counter(a), counter(b)) else { return false };
    let mut alike = passage.tokens.words_of("alike").map(|words| words.split('+'));
    a == b
        || alike
            .any(|words| words.clone().any(|word| word == a) && words.clone().any(|word| word == b))
}

/// The numbers that an amount for each goes with.
pub(in crate::prose) struct Factors {
    /// Each once.
    pub(in crate::prose) all: Vec<Filling>,
    /// The months are not told: a total of a year has twelve of them.
    pub(in crate::prose) lacks_months: bool,
}

/// The numbers that an amount for each goes with, where each thing that it is for each of has one and only one.
pub(in crate::prose) fn factors(
    passage: &Passage<'_>,
    spot: &Spot,
    counts: &[&Spot],
    months: Option<&Filling>,
) -> Option<Factors> {
    let own = each(passage, spot);
    if own.things.is_empty() {
        // 年贴息36万元，两年共72万元; 每月5万元，9个月共45万元
        let times = match (own.is_yearly, own.is_monthly) {
            (true, false) => "year",
            (false, true) => "month_counters",
            _ => return None,
        };
        let mut told = counts.iter().filter(|count| {
            passage
                .figure(count)
                .is_some_and(|figure| passage.tokens.is_word(times, &figure.counter))
        });
        let only = told.next().filter(|_| told.next().is_none())?;
        let all = vec![Filling::Figure(only.figure, 1)];
        return Some(Factors { all, lacks_months: false });
    }
    if is_for_months(passage, spot) {
        return None;
    }
    let mut out: Vec<Filling> = Vec::new();
    let mut is_monthly = own.is_monthly;
    for thing in &own.things {
        let count = count_of(passage, spot, counts, thing)?;
        if count.role == Role::Per {
            let further = each(passage, count);
            // 8期，每期120人: so many of each of so many
            for thing in &further.things {
                let of = count_of(passage, count, counts, thing)?;
                if of.role == Role::Per {
                    return None;
                }
                out.push(Filling::Figure(of.figure, 1));
            }
            is_monthly |= further.is_monthly;
        }
        out.push(Filling::Figure(count.figure, 1));
    }
    let mut lacks_months = false;
    if is_monthly {
        let of_months = |count: &&&Spot| {
            passage
                .figure(count)
                .is_some_and(|figure| passage.tokens.is_word("month_counters", &figure.counter))
        };
        let mut stated = counts.iter().filter(of_months);
        match (stated.next(), stated.next(), months) {
            (Some(only), None, _) => out.push(Filling::Figure(only.figure, 1)),
            (None, None, Some(months)) => out.push(months.clone()),
            (None, None, None) => lacks_months = true,
            _ => return None,
        }
    }
    (out.len() + usize::from(lacks_months) <= 3).then_some(Factors { all: out, lacks_months })
}

/// Whether a month is named between a figure and the one before it.
pub(in crate::prose) fn names_month(passage: &Passage<'_>, spot: &Spot) -> bool {
    let tokens = &passage.tokens.tokens;
    let at = passage.tokens.at.get(spot.figure).copied().unwrap_or(0);
    let own = tokens.get(..at).unwrap_or(&[]).iter().rev().map(|token| token.what);
    own.take_while(|what| !matches!(what, What::Figure(_) | What::Sign(Sign::Stop | Sign::Edge)))
        .any(|what| matches!(what, What::Month(_)))
}

/// The number in the group of clauses of an amount for each that goes with it, where it is for each of one thing alone.
pub(super) fn pair<'b>(
    passage: &Passage<'_>,
    spot: &Spot,
    counts: &[&'b Spot],
) -> Option<&'b Spot> {
    let own = each(passage, spot);
    let [thing] = own.things.as_slice() else { return None };
    let near: Vec<&Spot> = counts
        .iter()
        .copied()
        .filter(|count| {
            count.segment == spot.segment
                && count.role == Role::Value
                && passage
                    .figure(count)
                    .is_some_and(|figure| figure.is_figure() && !figure.is_spelled)
        })
        .collect();
    (!own.is_monthly).then(|| count_of(passage, spot, &near, thing))?
}

impl Factors {
    /// The months of a year, told by what stands in these bytes.
    pub(super) fn year(span: std::ops::Range<usize>) -> Filling {
        const MONTHS: u32 = 12;
        Filling::Counted(Decimal::from(MONTHS), span)
    }

    /// The factors of a total: of twelve months where it is one of a year and no months are told.
    fn of(mut self, passage: &Passage<'_>, total: &Spot) -> Option<Vec<Filling>> {
        if self.lacks_months {
            // 7月起: of a part of the year
            let is_partial = passage
                .near(total)
                .any(|(_, other)| other.sentence == total.sentence && names_month(passage, other));
            let is_yearly = passage.tokens.has_word("year_total", &total.raw);
            let span = passage.figure(total).filter(|_| is_yearly && !is_partial)?.span.clone();
            self.all.push(Self::year(span));
        }
        Some(self.all)
    }
}

/// The only number of a thing: of its clause, of its group of clauses, of all.
fn count_of<'b>(
    passage: &Passage<'_>,
    spot: &Spot,
    counts: &[&'b Spot],
    thing: &[String],
) -> Option<&'b Spot> {
    let all: Vec<&Spot> = counts
        .iter()
        .copied()
        .filter(|count| {
            passage
                .figure(count)
                .is_some_and(|figure| figure.kind == Kind::Count && thing.contains(&figure.counter))
        })
        .collect();
    // 共36人，其中4人只补一半
    if all.iter().any(|count| count.words.contains(&Class::OfWhich)) {
        return None;
    }
    let only = |found: Vec<&'b Spot>| match found.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let with = |is_it: &dyn Fn(&Spot) -> bool| {
        only(all.iter().copied().filter(|count| is_it(count)).collect())
    };
    with(&|count| count.is_sum && count.segment == spot.segment)
        .or_else(|| with(&|count| count.clause == spot.clause))
        .or_else(|| with(&|count| count.segment == spot.segment))
        .or_else(|| with(&|count| count.sentence == spot.sentence))
        .or_else(|| with(&|_| true))
        .or_else(|| with(&|count| count.when.year.is_some() && count.when.year == spot.when.year))
}

/// Whether what stands behind a total says why it is less, or what is still to come: 支出158万元，因中途离职有所减少;
/// 兑付360万元，余款18万元下年兑付.
pub(in crate::prose) fn is_explained(passage: &Passage<'_>, total: &Spot) -> bool {
    const FAR: usize = 6;
    let tokens = passage.tokens;
    let own = tokens.figures.get(total.figure).map_or(0, |figure| figure.chars.end);
    let text = tokens.text(own + 1, (own + 1 + FAR).min(tokens.chars.len()).max(own + 1));
    tokens.words_of("because").chain(tokens.words_of("still")).any(|word| text.starts_with(word))
}

/// The amount that a product comes to: the next behind all of its factors, or the last before them.
fn total<'b>(
    passage: &Passage<'_>,
    spot: &Spot,
    totals: &[&'b Spot],
    factors: &[Filling],
) -> Option<&'b Spot> {
    let figures = factors.iter().filter_map(|factor| match factor {
        Filling::Figure(figure, _) => Some(*figure),
        _ => None,
    });
    let end = figures.clone().max().map_or(spot.figure, |last| last.max(spot.figure));
    let start = figures.min().map_or(spot.figure, |first| first.min(spot.figure));
    let near = || totals.iter().copied().filter(|total| total.segment == spot.segment);
    // 每公里节约3万元 is no total
    let behind = near().find(|total| total.figure > end && total.role != Role::Left);
    let before = near().rfind(|total| total.figure < start.max(spot.figure));
    // another amount for each stands between: which of them it is of is open; but 人均600元，平均每期4.80万元
    let is_average = |spot: &Spot| spot.words.contains(&Class::Average);
    let is_parted = |found: &Spot| {
        let (from, to) = (found.figure.min(spot.figure), found.figure.max(spot.figure));
        passage.in_sentence(spot).any(|(_, other)| {
            other.role == Role::Per
                && !(is_average(other) && is_average(spot))
                && other.figure > from
                && other.figure < to
                && passage
                    .figure(other)
                    .zip(passage.figure(spot))
                    .is_some_and(|(a, b)| a.kind == b.kind)
        })
    };
    // 中央180万元、省级80万元: a part of it
    let goes_on = |found: &Spot| {
        near().any(|other| {
            other.goes_on && other.figure > found.figure && other.clause == found.clause
        })
    };
    // 每套预算1,200元，实际支出6.5万元
    let is_done = |found: &Spot| spot.when.is_plan() && found.when.stage == Some(Class::Done);
    // 投资1,200万元，其中设备220万元: of more than what is told
    let has_parts = |found: &Spot| {
        let next = near().find(|other| other.figure > found.figure);
        next.is_some_and(|next| next.words.first() == Some(&Class::OfWhich))
    };
    behind.into_iter().chain(before).find(|found| {
        !is_parted(found)
            && !has_parts(found)
            && !goes_on(found)
            && !is_done(found)
            && !is_explained(passage, found)
    })
}

/// The product of an amount for each and its factors.
fn reading(total: &Spot, spot: &Spot, factors: &[Filling]) -> (Relation, Reading) {
    let mut reading = Reading::of([(Slot::Total, total.figure, 1), (Slot::First, spot.figure, 1)]);
    for (slot, factor) in [Slot::Second, Slot::Third, Slot::Fourth].into_iter().zip(factors) {
        reading.parts.push((slot, factor.clone()));
    }
    (Relation::Product, reading)
}

/// Whether a number counts one of the things that an amount is for each of.
pub(in crate::prose) fn goes_with(passage: &Passage<'_>, spot: &Spot, count: &Spot) -> bool {
    let things = each(passage, spot).things;
    passage
        .figure(count)
        .is_some_and(|figure| things.iter().any(|thing| thing.contains(&figure.counter)))
}

/// Whether a product takes the number of one of the things that its amount is for each of, where one is told.
pub(super) fn is_licensed(
    passage: &Passage<'_>,
    spot: &Spot,
    counts: &[&Spot],
    set: &[usize],
) -> bool {
    let mut of_things = counts.iter().filter(|count| goes_with(passage, spot, count));
    let is_told = of_things.clone().next().is_some();
    !is_told || of_things.any(|count| set.contains(&count.figure))
}

/// Whether nothing but a word of an average stands before an amount: 人均1.2万元.
pub(in crate::prose) fn is_bare_average(passage: &Passage<'_>, spot: &Spot) -> bool {
    let mut words = passage.tokens.words_of("averaged");
    words.any(|entry| entry.split_once('=').is_some_and(|(word, _)| word == spot.raw))
}

/// Whether each of some numbers counts other things than the others, and none is for each of another: 31批次、286人次.
pub(in crate::prose) fn are_side_by_side(passage: &Passage<'_>, counts: &[&Spot]) -> bool {
    counts.iter().enumerate().all(|(nth, count)| {
        let mut others = counts.iter().skip(nth + 1);
        count.role == Role::Value && others.all(|other| !are_alike(passage, count, other))
    })
}

/// Whether others are compared with an amount: 与测算的80万元/公里相比.
pub(super) fn is_compared(passage: &Passage<'_>, spot: &Spot) -> bool {
    [Class::Compare, Class::Against].iter().any(|class| passage.is_followed_by(spot, *class))
}

/// Whether an amount for each is a difference, and a total is none: 每眼省下0.5万元.
pub(super) fn is_difference_of(passage: &Passage<'_>, each: &Spot, total: &Spot) -> bool {
    is_spared(passage, each)
        && !is_spared(passage, total)
        && !matches!(total.role, Role::Change(_) | Role::Left)
}

/// Whether the word before a figure says that it is a difference: 每眼省下0.5万元.
fn is_spared(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.tokens.words_of("spared").any(|word| spot.raw.ends_with(word))
}

/// Whether an amount for each is one that others are held against, not one that was paid.
pub(in crate::prose) fn is_norm(passage: &Passage<'_>, spot: &Spot) -> bool {
    spot.words.iter().any(|class| {
        matches!(
            class,
            Class::Compare
                | Class::Above
                | Class::Below
                | Class::With
                | Class::Not
                | Class::AtMost
                | Class::AtLeast
                | Class::Keep
        )
    }) || spot.against.is_some()
        || is_reached(spot)
        || is_compared(passage, spot)
        || passage.tokens.has_word("kept", &spot.raw)
        || is_spared(passage, spot)
        || is_limit(passage.tokens, spot.figure)
        || is_cap(passage, spot)
}

/// Whether the words of an amount say that it is the most that may be had: 每人上限900元.
pub(super) fn is_cap(passage: &Passage<'_>, spot: &Spot) -> bool {
    passage.tokens.words_of("caps").any(|word| spot.raw.ends_with(word))
}

/// How many amounts of a group of clauses are for each of the same things as one, itself among them.
pub(super) fn rates(passage: &Passage<'_>, spot: &Spot) -> usize {
    let own = each(passage, spot).things;
    if own.is_empty() {
        return 1;
    }
    let is_alike = |other: &Spot| {
        other.role == Role::Per
            && other.segment == spot.segment
            && other.when == spot.when
            && !is_norm(passage, other)
            && passage.figure(other).is_some_and(|figure| figure.kind == Kind::Money)
            && each(passage, other).things == own
    };
    passage.in_sentence(spot).filter(|(_, other)| is_alike(other)).count()
}

/// Whether fewer numbers stand beside amounts that are for each of the same things than amounts: 甲类每生2,400元，
/// 乙类每生2,000元，共100人.
fn is_one_of_rates(passage: &Passage<'_>, spot: &Spot, counts: &[&Spot]) -> bool {
    let own = each(passage, spot).things;
    let is_of_them = |count: &&&Spot| {
        passage
            .figure(count)
            .is_some_and(|figure| own.iter().any(|thing| thing.contains(&figure.counter)))
    };
    let rates = rates(passage, spot);
    rates > 1 && counts.iter().filter(is_of_them).count() < rates
}

/// Whether an amount for each is what it was raised or lowered to: 资助标准提高至每生每年2,300元; what was paid may hold more.
pub(super) fn is_reached(spot: &Spot) -> bool {
    let has = |class: Class| spot.words.contains(&class);
    has(Class::Up) && has(Class::To) || has(Class::ToUp) || has(Class::ToDown)
}

/// The product where each thing that an amount is for each of has its number, and one only: in the sentence, or around
/// it.
pub(in crate::prose) fn by_dimension(
    passage: &Passage<'_>,
    spot: &Spot,
    (counts, totals): (&[&Spot], &[&Spot]),
    months: Option<&Filling>,
    is_before: bool,
) -> Option<(Relation, Reading)> {
    let is_count = |other: &Spot| {
        other.role == Role::Value
            && other.stream == spot.stream
            && other.when.is_last == spot.when.is_last
            && passage.figure(other).is_some_and(|figure| {
                figure.kind == Kind::Count && figure.is_figure() && !figure.is_spelled
            })
    };
    let factors = factors(passage, spot, counts, months).or_else(|| {
        // 面积12,600平方米。按每平方米每月3元测算; 年需9万元。均按12个月核定
        let around = passage.near(spot).map(|(_, other)| other);
        let around = around.filter(|other| other.sentence != spot.sentence && is_count(other));
        let wide: Vec<&Spot> = around
            .filter(|other| {
                let of_months = passage.figure(other).is_some_and(|figure| {
                    passage.tokens.is_word("month_counters", &figure.counter)
                });
                of_months == (other.sentence > spot.sentence)
            })
            .chain(counts.iter().copied())
            .collect();
        factors(passage, spot, &wide, months)
    })?;
    if is_one_of_rates(passage, spot, counts) {
        return None;
    }
    if is_before {
        // 租金收入58万元。共320平方米，每平方米月租金150元，租期12个月
        let [total] = totals else { return None };
        let is_alone = is_bare_average(passage, spot) && counts.len() == 1;
        let all = factors.of(passage, total)?;
        return (is_alone || all.len() > 1).then(|| reading(total, spot, &all));
    }
    let total = total(passage, spot, totals, &factors.all)?;
    let all = factors.of(passage, total)?;
    (!super::is_spread(passage, total, spot)).then(|| reading(total, spot, &all))
}
