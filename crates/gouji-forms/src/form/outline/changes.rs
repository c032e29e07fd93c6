//! Changes of the items of a list that come to the change of the whole.

use super::lines::Line;
use super::{Listed, Text};
use crate::form::prose_passage::{FigureAt, JoinedPassages};
use crate::form::said::ProseReader;
use gouji_prose::prose::{Kind, Quantity, Reading, Relation, Role, Slot, When, holds, is_slip};
use gouji_values::number::Decimal;

/// The changes of all items of a list.
pub(super) struct Changes {
    /// The passages in which they stand.
    pub(super) joined: JoinedPassages,
    /// What they come to.
    pub(super) reading: Reading,
    /// They do.
    pub(super) holds: bool,
    /// What is there no more is listed, too: 培训费0万元，比上年减少2万元.
    pub(super) has_former: bool,
    /// The change of the whole.
    total: FigureAt,
    /// Were it wrong, its own sentence would tell: 增加80万元，增长5%.
    is_borne: bool,
    /// Enough other places print the change to which the items come.
    is_printed_again: bool,
}

impl Changes {
    /// Of a list whose whole and whose items each tell a change, or that there is none.
    pub(super) fn of(text: Text<'_>, listed: &Listed<'_>, whole: FigureAt) -> Option<Self> {
        let mut items: Vec<(FigureAt, i8, When)> = Vec::new();
        let mut has_former = false;
        let lines = listed.list.items.iter().zip(&listed.items);
        for ((at, line), amount) in lines.zip(&listed.amounts) {
            let own = match moved(line, *amount) {
                None => parts(line, *amount).or_else(|| parts_below(text, (*at, *amount)))?,
                Some(own) => vec![own],
            };
            let is_nothing =
                line.spot(amount.spot).is_some_and(|(_, figure)| figure.value.is_zero());
            for one in own {
                if let Moved::By(change, sign, of) = one {
                    items.push((change, sign, of));
                    has_former |= is_nothing;
                }
            }
        }
        if items.is_empty() {
            return None;
        }
        let (total, sign, against) = change_of(text, listed, whole)?;
        if !items.iter().all(|(_, _, of)| is_one(*of, against)) {
            return None;
        }
        let passages = items.iter().map(|(change, ..)| change.heard);
        let joined =
            JoinedPassages::new(text.heard, passages.chain([whole.heard, total.heard]).collect());
        let items: Option<Vec<(usize, i8)>> = items
            .iter()
            .map(|(change, sign, _)| Some((joined.figure(text.heard, *change)?, *sign)))
            .collect();
        let figure = joined.figure(text.heard, total)?;
        let reading = Reading::of([(Slot::Total, figure, sign)]).with_items(&items?);
        let holds = joined.holds(Relation::Sum, &reading)?;
        let is_borne = is_borne(text, total);
        let is_printed_again = is_printed_again(text, (total, figure), (&joined, &reading));
        Some(Self { joined, reading, holds, has_former, total, is_borne, is_printed_again })
    }

    /// Whether it would come out, were one figure written without a slip.
    pub(super) fn is_slip(&self) -> bool {
        is_slip(Relation::Sum, &self.reading, &mut self.joined.figures.clone())
    }
}

/// Whether a figure comes out in its own sentence, and a wrong one would be told there.
fn is_borne(text: Text<'_>, at: FigureAt) -> bool {
    let Some(read) = text.heard.get(at.heard).map(|one| &one.read) else { return false };
    let figure = read.spots.get(at.spot).map(|spot| spot.figure);
    figure.is_some_and(|figure| read.proven.binary_search(&figure).is_ok())
}

/// Other places that outvote one.
const OUTVOTED: usize = 2;

/// Whether so many places beside that of the whole print a change to which the changes of the items come: they tell the
/// change of the whole, should it be wrong where it stands.
fn is_printed_again(
    text: Text<'_>,
    (total, figure): (FigureAt, usize),
    (joined, reading): (&JoinedPassages, &Reading),
) -> bool {
    let role =
        text.heard.get(total.heard).and_then(|one| Some(one.read.spots.get(total.spot)?.role));
    let mut figures = joined.figures.clone();
    let mut comes_to = |change: &Quantity| {
        if let Some(slot) = figures.get_mut(figure) {
            slot.clone_from(change);
        }
        holds(Relation::Sum, reading, &figures) == Some(true)
    };
    let mut again = 0;
    for (heard, one) in text.heard.iter().enumerate() {
        for (spot, own) in one.read.spots.iter().enumerate() {
            let is_other = (heard, spot) != (total.heard, total.spot) && Some(own.role) == role;
            let change = one.read.tokens.figures.get(own.figure).filter(|_| is_other);
            again += usize::from(change.is_some_and(&mut comes_to));
        }
    }
    again >= OUTVOTED
}

/// Of each list whether another one divides the same whole into parts of like names, and the changes come out there: what
/// is there no more would be lacking there, too. A wrong change of the whole would let neither come out; where both lists
/// have it from one place, that has to be told there, or other places have to print the right one.
pub(super) fn have_twins(reader: &ProseReader<'_>, lists: &[Listed<'_>]) -> Vec<bool> {
    let own = |list: &Listed<'_>| -> Option<(Decimal, Vec<String>)> {
        let (whole, _) = list.total.as_ref()?;
        let (_, figure) = list.above.spot(whole.spot)?;
        // 工资福利支出（301）: the code apart
        let name = |title: &str| reader.key(title).split('(').next().unwrap_or("").to_owned();
        let names = list.items.iter().map(|item| name(item.name())).collect();
        list.changes.as_ref().map(|_| (figure.value, names))
    };
    let all: Vec<Option<(Decimal, Vec<String>)>> = lists.iter().map(own).collect();
    let is_twin = |at: usize, other: usize| {
        let (Some(Some((whole, names))), Some(Some((of, others)))) = (all.get(at), all.get(other))
        else {
            return false;
        };
        let is_like = |name: &&String| {
            // 机关工资福利支出 of 工资福利支出, 对个人和家庭的补助 of 对个人和家庭的补助支出
            let mut named = others.iter().filter(|other| !other.is_empty());
            !name.is_empty()
                && named.any(|other| name.contains(other.as_str()) || other.contains(name.as_str()))
        };
        let changes = |at: usize| lists.get(at).and_then(|list| list.changes.as_ref());
        let place = |own: &Changes| (own.total.heard, own.total.spot);
        let shows = |(own, twin): (&Changes, &Changes)| {
            twin.holds && (place(own) != place(twin) || own.is_borne) || twin.is_printed_again
        };
        at != other
            && changes(at).zip(changes(other)).is_some_and(shows)
            && whole == of
            && names.iter().filter(is_like).count() * 2 > names.len()
    };
    (0..lists.len()).map(|at| (0..lists.len()).any(|other| is_twin(at, other))).collect()
}

/// The change of the whole of a list: told beside it, or, where the same amount is stated before, there. Where several are
/// told, they are one number.
fn change_of(text: Text<'_>, listed: &Listed<'_>, whole: FigureAt) -> Option<(FigureAt, i8, When)> {
    match moved(listed.above, whole) {
        Some(Moved::By(change, sign, against)) => return Some((change, sign, against)),
        Some(Moved::Not) => return None,
        None => {}
    }
    let (_, figure) = listed.above.spot(whole.spot)?;
    // 用车22万元，其中： / 购置0万元； / 运行22万元，减少2万元: not the amount of an item
    let lines = text.lines.iter().enumerate().filter(|(at, _)| !listed.list.items.contains(at));
    let before = lines.filter(|(_, line)| line.heard <= whole.heard);
    let stated = before.flat_map(|(_, line)| {
        let own = line.spots().filter(|at| line.is_amount(*at));
        own.map(move |at| (line, FigureAt { heard: line.heard, spot: at }))
    });
    let mut out: Option<(FigureAt, i8, When)> = None;
    for (line, at) in stated {
        if line.spot(at.spot).is_none_or(|(_, own)| own.value != figure.value) {
            continue;
        }
        if let Some(Moved::By(change, sign, against)) = moved(line, at) {
            let value = |at: FigureAt| {
                let one = &text.heard.get(at.heard)?.read;
                Some(one.tokens.figures.get(one.spots.get(at.spot)?.figure)?.value)
            };
            if out.is_some_and(|(other, way, _)| way != sign || value(other) != value(change)) {
                return None;
            }
            out = Some((change, sign, against));
        }
    }
    out
}

/// Whether two times that are compared with are one: the year before may be named in one place and be called so in
/// the other.
fn is_one(own: When, whole: When) -> bool {
    let of = |when: When| When { is_last: false, year: None, ..when };
    let is_same = own.is_last == whole.is_last && own.year == whole.year;
    of(own) == of(whole) && (is_same || own.year.is_none() != whole.year.is_none())
}

/// By how much an amount has changed.
enum Moved {
    By(FigureAt, i8, When),
    /// By nothing: 与上年持平.
    Not,
}

fn moved(line: &Line<'_>, amount: FigureAt) -> Option<Moved> {
    let (of, _) = line.spot(amount.spot)?;
    let behind = line.behind(amount.spot)?;
    let mut near = behind.filter_map(|at| Some((at, line.spot(at)?)));
    let next = near.find(|(_, (spot, figure))| figure.kind == Kind::Money && spot.stream == 0);
    if let Some((at, (spot, figure))) = next
        && let Role::Change(sign @ (1 | -1)) = spot.role
        && spot.sentence == of.sentence
        && spot.name.is_empty()
        && figure.is_figure()
    {
        let change = FigureAt { heard: line.heard, spot: at };
        return Some(Moved::By(change, sign, spot.against?));
    }
    line.of.read.is_as_before(of).then_some(Moved::Not)
}

/// The changes of the lines below an item that tells none of its own: 用车80万元，其中： / 购置50万元，增加5万元； / ….
fn parts_below(text: Text<'_>, (item, amount): (usize, FigureAt)) -> Option<Vec<Moved>> {
    let below = text.lists.iter().find(|list| list.head == item)?;
    let lines = below.items.iter().filter_map(|at| text.lines.get(*at));
    let lines: Option<Vec<(&Line<'_>, FigureAt)>> =
        lines.map(|line| Some((line, line.item()?))).collect();
    let lines = lines?;
    let value = |line: &Line<'_>, at: FigureAt| Some(line.spot(at.spot)?.1.value);
    let all = lines.iter().try_fold(Decimal::ZERO, |all, (line, at)| Some(all + value(line, *at)?));
    let is_all = all.is_some() && all == text.lines.get(item).and_then(|line| value(line, amount));
    let own = lines.iter().map(|(line, at)| moved(line, *at));
    own.collect::<Option<Vec<Moved>>>().filter(|_| is_all)
}

/// The changes of the parts of an item that tells none of its own: 用车80万元，其中：购置50万元，增加5万元；运行30万元，与上年持平.
fn parts(line: &Line<'_>, amount: FigureAt) -> Option<Vec<Moved>> {
    let lists = line.of.read.lists.iter().filter(|list| list.head == Some(amount.spot));
    lists
        .filter(|list| list.is_whole && list.items.iter().all(|at| line.spots.contains(at)))
        .find_map(|list| {
            let each = list.items.iter();
            each.map(|at| moved(line, FigureAt { spot: *at, ..amount })).collect()
        })
}
