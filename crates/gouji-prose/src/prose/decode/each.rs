//! An amount for each of what is counted, whatever it is: 设施1,280座，库容57.6万吨，座均450吨; 18.6公里，投资873万元，公里造价45万元.
//!
//! The words of the amount say what it is for each of, and the number that is meant is the one that counts it: no list of
//! means is needed.

use super::fact::{is_of_all, name_of_count, single, together};
use super::frame::Frame;
use super::told_lists::ToldLists;
use super::untaught::Untaught;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::product::{is_edge_of_run, is_for_months, is_norm};
use crate::prose::product::{is_rounded, names_month};
use crate::prose::quantity::Kind;
use crate::prose::reading::{Filling, Reading, Relation, Slot};
use crate::prose::same::{begins_as_ends, common};
use crate::prose::words::Class;
use gouji_values::number::Decimal;

/// The number and the total may stand so many sentences before.
const FAR: usize = 2;
/// Totals and numbers that may be meant, at most.
const MOST: usize = 2;
/// A name in common has so many characters.
const TELLING: usize = 2;
/// The same of what is counted.
const LONG: usize = 4;
/// Of a year.
const MONTHS: u32 = 12;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>, untaught: &[Untaught]) {
    let lists = ToldLists::of(out, untaught);
    let is_told = |at: &usize| {
        out.iter().any(|frame| match frame.relation {
            Relation::Product => frame.anchor == view.number(*at),
            Relation::Products => frame.reading.figures().contains(&view.number(*at)),
            _ => false,
        })
    };
    let open = view.places().filter(|at| !is_told(at));
    let found: Vec<Frame> = open.filter_map(|at| frame(view, at, &lists)).collect();
    out.extend(found);
}

/// What an amount is for each of, as its words say it.
pub(super) struct Each {
    /// What stands behind 每: it begins with the word of counting.
    heads: Vec<String>,
    /// What stands before 均: it ends with the word of counting, or with what is counted.
    tails: Vec<String>,
    /// Words of counting that the vocabulary knows for the word of the mean.
    counters: Vec<String>,
    /// It is for each month as well.
    pub(super) is_monthly: bool,
}

impl Each {
    pub(super) fn of(view: &View<'_, '_>, spot: &Spot) -> Option<Self> {
        let tokens = view.passage.tokens;
        let text = view.own_words(spot);
        let begins =
            |list: &str, head: &str| tokens.words_of(list).any(|word| head.starts_with(word));
        let mut heads: Vec<String> = tokens
            .words_of("each_of")
            .flat_map(|word| text.split(word).skip(1).map(str::to_owned))
            .chain(single(view, &text))
            .collect();
        // 每床每年: so much in the year that is told of; 每人每月: twelve times in a year
        if heads.len() > 1 {
            heads.retain(|head| !begins("year", head));
        }
        let is_monthly = heads.len() > 1 && heads.iter().any(|head| begins("month", head));
        if is_monthly {
            heads.retain(|head| !begins("month", head));
        }
        // 每人每年15万元，到岗8个月: of a part of the year
        if heads.len() > 1 || is_for_months(view.passage, spot) {
            return None;
        }
        let means = tokens.words_of("unit_means").chain(tokens.words_of("unit_costs"));
        let tails = means.filter_map(|word| {
            let before = text.rsplit_once(word)?.0;
            (!before.is_empty()).then(|| before.to_owned())
        });
        let tails: Vec<String> = tails.collect();
        if heads.is_empty() && tails.is_empty() && spot.role != Role::Per {
            return None;
        }
        let known = tokens.words_of("averaged").filter_map(|entry| entry.split_once('='));
        let counters = known
            .filter(|(own, _)| text.contains(own))
            .flat_map(|(_, counters)| counters.split('+').map(str::to_owned));
        Some(Self { heads, tails, counters: counters.collect(), is_monthly })
    }

    /// Whether a word says what it is for each of: 每人.
    pub(super) fn has_heads(&self) -> bool {
        !self.heads.is_empty() || !self.counters.is_empty()
    }

    /// How many of what a number counts make one of what the amount is for each of: 1, or 10,000 of 每万尾.
    pub(super) fn of_count(&self, view: &View<'_, '_>, at: usize) -> Option<Decimal> {
        let figure = view.figure(at)?;
        let counter = figure.counter.as_str();
        let behind = view.text_behind(at);
        if self.counters.iter().any(|own| own == counter) {
            return Some(Decimal::ONE);
        }
        let name = view.spot(at).map_or("", |spot| spot.name.as_str());
        let is_tail = |tail: &String| {
            let last = |length: usize| {
                let from = tail.char_indices().rev().nth(length - 1).map(|(from, _)| from);
                from.and_then(|from| tail.get(from..)).unwrap_or("\u{0}")
            };
            !counter.is_empty() && tail.ends_with(counter)
                || behind.starts_with(last(TELLING))
                || name.ends_with(last(TELLING))
                || name.chars().count() > TELLING && name.ends_with(last(1))
        };
        let multiples = || {
            let words = view.passage.tokens.words_of("multiples");
            words.filter_map(|entry| entry.split_once('='))
        };
        // 常住人口43万人，每千常住人口床位6.6张: by its name
        let is_named = |head: &str| begins_as_ends(head, name, TELLING);
        let begins =
            |head: &str| !counter.is_empty() && head.starts_with(counter) || is_named(head);
        let scale = |head: &String| {
            if begins(head) {
                return Some(Decimal::ONE);
            }
            let mut scales = view.passage.tokens.words_of("unit_scales").filter_map(|entry| {
                let (own, rest) = entry.split_once('=')?;
                let (other, scale) = rest.split_once('=')?;
                (own == counter && head.starts_with(other)).then(|| scale.parse().ok())?
            });
            if let Some(scale) = scales.next() {
                return Some(scale);
            }
            let mut scaled = multiples();
            let (_, scale) =
                scaled.find(|(word, _)| head.strip_prefix(*word).is_some_and(begins))?;
            scale.parse().ok()
        };
        let by_head = self.heads.iter().find_map(scale);
        by_head.or_else(|| self.tails.iter().any(is_tail).then_some(Decimal::ONE))
    }
}

fn frame(view: &View<'_, '_>, at: usize, lists: &ToldLists) -> Option<Frame> {
    let spot = view.spot(at)?;
    let own = view.figure(at)?;
    let is_other = |class: &Class| matches!(class, Class::Income | Class::Last | Class::Former);
    let is_amount = matches!(own.kind, Kind::Money | Kind::Count)
        && own.is_figure()
        && !own.is_spelled
        && spot.row.is_none()
        && matches!(spot.role, Role::Per | Role::Value | Role::Change(_))
        && !spot.words.iter().any(is_other);
    if !is_amount {
        return None;
    }
    let each = Each::of(view, spot)?;
    // 月工资每人0.5万元: for each month, too
    let is_of_month = !each.is_monthly && view.passage.tokens.has_word("each_month", &spot.raw);
    if view.has_scope(at) || is_norm(view.passage, spot) || is_of_month {
        return None;
    }
    let counts = counts(view, at, &each, lists)?;
    let (mut totals, is_far) = totals(view, at, &counts, lists);
    // 离退休53人按每人0.08万元安排公用经费4.24万元: the clause has all of it
    let is_of_clause = |place: usize| view.spot(place).is_some_and(|own| own.clause == spot.clause);
    let next =
        view.after(at).next().filter(|(place, _)| view.is_fact(*place) && view.is_like(*place, at));
    // 更新14辆，每辆18万元，计252万元: what it comes to is told next
    let is_next = |own: &Spot| {
        let says_sum = |class: &Class| matches!(class, Class::Sum | Class::Total | Class::Filler);
        own.clause == spot.clause + 1
            && own.segment == spot.segment
            && own.name.is_empty()
            && !own.words.is_empty()
            && own.words.iter().all(says_sum)
    };
    let is_told = |(place, own): &(usize, &Spot)| {
        is_of_clause(*place) && counts.iter().all(|(count, _)| is_of_clause(*count)) || is_next(own)
    };
    if let Some((total, _)) = next.filter(is_told) {
        totals = vec![total];
    }
    // 支出390万元，其中新建4家、每家30万元: a list opens between
    let opens = |from: usize, to: usize| {
        view.words(from, to).iter().any(|class| matches!(class, Class::OfWhich | Class::Former))
    };
    let turns = |total: usize| {
        // 支出90万元，惠及30户，其中甲20户、乙10户。户均3万元
        let is_near = view.spot(total).is_some_and(|total| total.sentence == spot.sentence);
        let mut numbers = counts.iter().map(|(count, _)| *count);
        // 支出90万元，保有量30辆，其中甲20辆、乙10辆，单车平均3万元: of all of them
        let is_of_all = spot.words.contains(&Class::Average)
            && counts.iter().all(|(count, _)| total < *count && !opens(total, *count));
        let nearest = view.before(at).find(|(place, _)| view.is_like(*place, at));
        let is_of_all = is_of_all && nearest.is_some_and(|(place, _)| place == total);
        // 接待46批次、368人次，主要是外地来人，平均每批次8人: what is said of both turns from neither
        let clause = |at: usize| view.spot(at).map(|own| (own.sentence, own.clause));
        let is_beside = |(count, _): &(usize, Decimal)| {
            count.abs_diff(total) == 1 && clause(*count) == clause(total)
        };
        let is_of_all = is_of_all || counts.len() == 1 && counts.iter().all(is_beside);
        is_near && !is_of_all && opens(total, at)
            || numbers.any(|count| total < count && opens(total, count))
    };
    totals.retain(|total| (*total > at || !turns(*total)) && is_of_all(view, at, *total, &counts));
    if each.is_monthly {
        totals.retain(|total| {
            view.spot(*total)
                .is_some_and(|total| total.segment == spot.segment && is_of_year(view, total))
        });
    }
    let together = together(view, &counts);
    let readings = totals.iter().flat_map(|total| {
        let one =
            |(count, scale): &(usize, Decimal)| (Filling::Figure(view.number(*count), 1), *scale);
        together.iter().cloned().chain(counts.iter().map(one)).map(|(count, scale)| {
            let mut reading =
                Reading::of([(Slot::Total, view.number(*total), 1), (Slot::First, spot.figure, 1)]);
            reading.parts.push((Slot::Second, count));
            let times = if each.is_monthly { Decimal::from(MONTHS) } else { Decimal::ONE };
            let times = times / scale;
            if times != Decimal::ONE {
                reading.parts.push((Slot::Third, Filling::Counted(times, own.span.clone())));
            }
            reading
        })
    });
    framed(view, spot, readings.collect(), is_far)
}

/// What may be the product, one way for each total and number; `is_far`: in another sentence.
fn framed(view: &View<'_, '_>, spot: &Spot, readings: Vec<Reading>, is_far: bool) -> Option<Frame> {
    // 折合每公里1.87元: worked out, and rounded
    let readings: Vec<(Relation, Reading)> =
        readings.into_iter().map(|reading| (Relation::Product, reading)).collect();
    if is_rounded(view.passage, spot, &readings) {
        return None;
    }
    let mut readings = readings.into_iter().map(|(_, reading)| reading);
    let first = readings.next()?;
    let others = readings.collect();
    let frame = Frame { others, ..Frame::new(Relation::Product, first, spot.figure) };
    // 支出5万元。培训120人次，人均400元: something else may be part of it
    Some(if is_far { frame.open() } else { frame.weak() })
}

/// Whether a total is that of a whole year, of which no month is told.
fn is_of_year(view: &View<'_, '_>, total: &Spot) -> bool {
    let is_partial =
        view.passage.in_sentence(total).any(|(_, other)| names_month(view.passage, other));
    view.passage.tokens.has_word("year_total", &total.raw) && !is_partial
}

/// Whether a number is a mean, and of nothing but time: 年平均40人, 日均在押4,200人, and not 平均每批次9人.
fn is_of_time_alone(view: &View<'_, '_>, spot: &Spot) -> bool {
    let is_mean = spot.words.contains(&Class::Average)
        || view.passage.tokens.has_word("time_means", &view.own_words(spot));
    is_mean && Each::of(view, spot).is_none_or(|each| !each.has_heads())
}

/// Whether two figures are of one time, or of one group of clauses.
fn is_of_time(spot: &Spot, other: &Spot) -> bool {
    other.when.is_last == spot.when.is_last
        || other.sentence == spot.sentence && other.segment == spot.segment
}

/// Whether the fact at a place is an item of a list before a mean, which is of all of them: 甲4辆、乙2辆，共需90万元，平均每辆15万元.
fn is_part_of_all(view: &View<'_, '_>, at: usize, place: usize, lists: &ToldLists) -> bool {
    let Some((spot, fact)) = view.spot(at).zip(view.spot(place)) else { return false };
    let means = || view.passage.tokens.has_word("unit_means", &view.own_words(spot));
    // 141批次，其中局机关57批次、所属学校84批次，平均每批次0.13万元
    let is_below = || {
        let mut heads = view
            .before(place)
            .filter(|(head, other)| other.sentence == fact.sentence && view.is_like(*head, place));
        heads.any(|(head, _)| view.words(head, place).contains(&Class::OfWhich))
    };
    fact.sentence == spot.sentence
        && (spot.words.contains(&Class::Average) || means())
        && (lists.holds(fact.figure, spot.figure) || view.is_listed(place, at) || is_below())
}

/// The numbers of what an amount is for each of: those of the nearest sentence that has some, before it or else behind it;
/// `None` where one of them is no plain fact.
fn counts(
    view: &View<'_, '_>,
    at: usize,
    each: &Each,
    lists: &ToldLists,
) -> Option<Vec<(usize, Decimal)>> {
    let spot = view.spot(at)?;
    // 绿灯47个、红灯4个。红灯项目涉及资金80万元，平均每个20万元
    let total = view
        .before(at)
        .next()
        .filter(|(place, total)| total.sentence == spot.sentence && view.is_like(*place, at));
    let total = total.map_or("", |(_, total)| total.raw.as_str());
    let is_of_total =
        |other: &Spot| other.name.chars().count() >= TELLING && total.starts_with(&other.name);
    let count = |(place, other): (usize, &Spot)| {
        let is_count = view.figure(place).is_some_and(|figure| figure.kind == Kind::Count)
            // 每期40人，共培训1,280人; but 年平均40人
            && (other.role != Role::Per || is_of_time_alone(view, other))
            && is_of_time(spot, other)
            // 8起，比上年减少3起，起均150万元
            && !matches!(other.role, Role::Change(_))
            && !is_edge_of_run(view.passage, other)
            // 12个：甲4个、乙8个。每个5万元: all of them are meant
            && !(other.sentence < spot.sentence
                && lists.holds(other.figure, spot.figure)
                && !is_of_total(other))
            && !is_part_of_all(view, at, place, lists);
        Some((place, each.of_count(view, place).filter(|_| is_count)?, other.sentence))
    };
    let near = || view.before(at).take_while(|(_, other)| other.sentence + FAR >= spot.sentence);
    let behind = view
        .after(at)
        .take_while(|(_, other)| other.sentence == spot.sentence && other.segment == spot.segment);
    let mut found: Vec<(usize, Decimal, usize)> = near().filter_map(count).collect();
    // 聘用教师8人、派遣人员3人。…聘用教师按每人5万元安排: of those that its words name
    let words = view.own_words(spot);
    let is_named = |place: usize| {
        view.spot(place).is_some_and(|other| {
            is_of_total(other)
                || other.name.chars().count() > TELLING && words.contains(&other.name)
        })
    };
    if found.iter().any(|(place, ..)| is_named(*place)) {
        found.retain(|(place, ..)| is_named(*place));
    }
    if found.is_empty() {
        found = behind.filter_map(count).collect();
    }
    // 车均2万元。公务用车保有量5辆
    if found.is_empty() {
        let next = view.after(at).filter(|(_, other)| other.sentence == spot.sentence + 1);
        found = next.filter_map(count).collect();
    }
    // 64人，人均2.9万元；上年60人，人均2.8万元: each of its own group of clauses
    let is_near = |place: usize| {
        view.spot(place)
            .is_some_and(|other| other.sentence == spot.sentence && other.segment == spot.segment)
    };
    if found.iter().any(|(place, ..)| is_near(*place)) {
        found.retain(|(place, ..)| is_near(*place));
    }
    // 在职86人按每人1.2万元安排103.2万元，离退休53人按每人0.08万元安排4.24万元: each of its own clause
    let is_beside = |place: usize| {
        is_near(place) && view.spot(place).is_some_and(|other| other.clause == spot.clause)
    };
    if found.iter().any(|(place, ..)| is_beside(*place)) {
        found.retain(|(place, ..)| is_beside(*place));
    }
    // 计划8,600户，实际完成8,214户。按每户2,000元兑付: what was done
    let is_planned = |place: usize| view.spot(place).is_some_and(|other| other.when.is_plan());
    if found.iter().any(|(place, ..)| !is_planned(*place)) {
        found.retain(|(place, ..)| !is_planned(*place));
    }
    let sentence = found.first().map(|(_, _, sentence)| *sentence);
    let own = found.into_iter().filter(|(_, _, other)| Some(*other) == sentence);
    let own: Vec<(usize, Decimal)> = own.map(|(place, scale, _)| (place, scale)).collect();
    // 甲3万亩、乙1万亩。综合亩均1,575元: of all of them
    let is_one = own.len() < 2 || sentence == Some(spot.sentence);
    let is_number = |place: usize| {
        let is_mean = || view.spot(place).is_some_and(|own| is_of_time_alone(view, own));
        view.is_fact(place) || view.is_plain(place) && is_mean()
    };
    (is_one && own.iter().all(|(place, _)| is_number(*place)))
        .then(|| own.into_iter().take(MOST).collect())
}

/// The totals that an amount for each may be worked out of: those that share its name, or else the nearest; and whether it
/// stands further away and shares no name.
fn totals(
    view: &View<'_, '_>,
    at: usize,
    counts: &[(usize, Decimal)],
    lists: &ToldLists,
) -> (Vec<usize>, bool) {
    let (Some(spot), Some((count, _))) = (view.spot(at), counts.first()) else {
        return (Vec::new(), false);
    };
    let counted_in = view.spot(*count).map_or(spot.sentence, |count| count.sentence);
    let first = counted_in.min(spot.sentence);
    let is_counted_next = counted_in > spot.sentence;
    // 2022年为0万元: another time
    let next_before = view.before(at).next().map(|(place, _)| place);
    let is_older = |place: usize, other: &Spot| {
        other.when.year.is_some()
            && spot.when.year.is_none()
            && next_before != Some(place)
            && view
                .passage
                .in_sentence(other)
                .any(|(at, own)| at != place && view.is_like(at, place) && own.when.year.is_none())
    };
    let is_total = |(place, other): &(usize, &Spot)| {
        // 户均增收2,850元，合计增收335万元
        let is_change = |way: Class| {
            matches!(other.role, Role::Change(1 | -1))
                && view.is_plain(*place)
                && spot.words.contains(&way)
                && other.words.contains(&way)
        };
        (view.is_fact(*place) || is_change(Class::Up) || is_change(Class::Down))
            && view.is_like(*place, at)
            && is_of_time(spot, other)
            && other.role != Role::Per
            && !is_older(*place, other)
            && !is_part_of_all(view, at, *place, lists)
            && counts.iter().all(|(count, _)| count != place)
    };
    // 总投资80万元。其中：甲50万元，乙30万元。建成2公里，每公里40万元: the items of a list stand between
    let skipped: std::collections::BTreeSet<usize> = view
        .before(at)
        .filter(|(place, other)| view.is_like(*place, at) && lists.holds(other.figure, spot.figure))
        .map(|(_, other)| other.sentence)
        .collect();
    let far = |sentence: usize| skipped.iter().filter(|own| **own > sentence).count();
    let before =
        view.before(at).take_while(|(_, other)| other.sentence + 1 + far(other.sentence) >= first);
    let behind = view.after(at).take_while(|(_, other)| {
        other.sentence == spot.sentence && other.segment == spot.segment
            // 亩均节水67立方米。灌溉面积2.6万亩，年节水174万立方米
            || other.sentence == spot.sentence + 1 && is_counted_next
    });
    // 轿车9辆、每辆8万元，货车6辆、每辆5万元，共102万元: what is behind several of them is all of it
    let is_only =
        view.passage.in_sentence(spot).filter(|(_, other)| other.segment == spot.segment).all(
            |(place, other)| place == at || other.role != Role::Per || !view.is_like(place, at),
        );
    // 其中客运3座、每座120万元，安排360万元: or all of them
    let is_part = counts
        .iter()
        .filter_map(|(count, _)| view.spot(*count))
        .any(|count| count.sentence == spot.sentence && count.words.contains(&Class::OfWhich));
    // 中央180万元、省级80万元: all of them
    let behind: Vec<(usize, &Spot)> = behind
        .filter(is_total)
        // 21万元，其中省级15万元、县级6万元: what it is made of
        .take_while(|(_, other)| !other.words.contains(&Class::OfWhich))
        .filter(|_| is_only && !is_part)
        .collect();
    let behind = one_of(behind);
    let found: Vec<(usize, &Spot)> = before.filter(is_total).chain(behind).collect();
    // 公务用车运行维护费8万元。公务用车保有量3辆，平均每辆2.64万元
    let counted: Vec<&str> = counts.iter().map(|(count, _)| name_of_count(view, *count)).collect();
    let is_of_counted = |other: &Spot| counted.iter().any(|name| common(name, &other.raw) >= LONG);
    let is_near = |other: &Spot| other.sentence == spot.sentence && other.segment == spot.segment;
    let own: Vec<(usize, &Spot)> =
        found.iter().copied().filter(|(_, other)| is_near(other)).collect();
    let found = if own.is_empty() { found } else { own };
    let found = done(spot, found);
    let named: Vec<usize> = found
        .iter()
        .filter(|(_, other)| common(&spot.name, &other.raw) >= TELLING || is_of_counted(other))
        .map(|(place, _)| *place)
        .take(MOST)
        .collect();
    if !named.is_empty() {
        return (named, false);
    }
    // 接待费4万元（38批次、342人次，每人次117元）: what the bracket stands behind
    if let Some(host) = view.passage.anchor(spot.stream).filter(|_| found.is_empty())
        && view.is_fact(host)
        && view.is_like(host, at)
    {
        return (vec![host], false);
    }
    let near = found.iter().find(|(_, other)| other.sentence >= first);
    let place = near.or(found.first()).map(|(place, _)| *place);
    (place.into_iter().collect(), near.is_none())
}

/// The only one of several totals, what they come to with others apart: 需50万元，两项共122万元.
fn one_of(totals: Vec<(usize, &Spot)>) -> Vec<(usize, &Spot)> {
    let plain = totals.iter().copied().filter(|(_, other)| !other.is_sum).collect();
    [plain, totals].into_iter().find(|own: &Vec<_>| own.len() == 1).unwrap_or_default()
}

/// Of totals that a mean may be of, what was done, where some was: 预算18万元，实际支出14.7万元，平均每个0.3万元.
fn done<'a>(spot: &Spot, found: Vec<(usize, &'a Spot)>) -> Vec<(usize, &'a Spot)> {
    let is_done = |(_, other): &(usize, &Spot)| !other.when.is_plan();
    let is_mean = spot.words.contains(&Class::Average) && !spot.when.is_plan();
    let is_told = is_mean && found.iter().any(is_done);
    found.into_iter().filter(|own| !is_told || is_done(own)).collect()
}
