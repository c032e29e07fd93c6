//! Facts of which the words behind them say that they are one: 发放3,864,500元，列支386.45万元，两者一致; 支出总计80万元，与收入总计相等; and two
//! lists that divide one whole: 按性质分，甲50万元，乙30万元；按用途分，丙60万元，丁20万元.

use super::frame::Frame;
use super::heads::{aspect, lead_of_clauses};
use super::items::items_from;
use super::same::same;
use super::sum::sum;
use super::view::View;
use crate::prose::place::{Role, Spot};
use crate::prose::reading::{Reading, Relation, Slot};
use crate::prose::words::Class;

pub(super) fn frames(view: &View<'_, '_>, out: &mut Vec<Frame>) {
    for at in view.places() {
        if view.is_fact(at) {
            out.extend(equal(view, at));
            out.extend(divided_twice(view, at).into_iter().flatten());
        }
    }
}

/// Two lists that divide one whole, which is not printed before them. Where both are told to come to an amount behind them, each
/// has to; where words say nothing of it, two ways to sort one thing come to the same, income and spending need not.
fn divided_twice(view: &View<'_, '_>, second: usize) -> Option<Vec<Frame>> {
    let spot = view.spot(second)?;
    let by = divides(view, second)?;
    let near = |at: usize, own: &Spot| {
        let mut before = view.before(at).take_while(move |(_, one)| one.sentence == own.sentence);
        before.all(|(one, _)| !view.is_like(one, at))
    };
    let before = view.before(second).take_while(|(_, own)| own.sentence + 1 >= spot.sentence);
    let mut begins = before.filter(|(at, own)| near(*at, own) && view.is_like(*at, second));
    let (first, _) = begins.next()?;
    let other = divides(view, first)?;
    let one = items_from(view, first, first)?;
    let two = items_from(view, second, second)?;
    // nothing else of their kind between the two lists
    let is_next = view.before(second).find(|(at, _)| view.is_like(*at, second)).map(|(at, _)| at)
        == one.last().copied();
    let is_open = |items: &[usize]| {
        items.first().zip(items.last()).is_none_or(|(first, last)| {
            let words = view.words(*first, *last);
            words.iter().any(|class| matches!(class, Class::OfWhich | Class::Open | Class::Scope))
                || view.is_followed_by(*last, Class::Open)
        })
    };
    let is_told = by != other
        && is_next
        && one.len() > 1
        && two.len() > 1
        && !is_open(&one)
        && !is_open(&two)
        && [&one, &two].into_iter().flatten().all(|at| view.is_fact(*at));
    if !is_told {
        return None;
    }
    if let Some(total) = come_both_to(view, &two) {
        return Some([one, two].map(|items| sum(view, total, &items)).into());
    }
    let is_of_side = by.is_side || other.is_side;
    let (last, rest) = two.split_last()?;
    let items = one.iter().map(|at| (view.number(*at), 1));
    let items: Vec<(usize, i8)> =
        items.chain(rest.iter().map(|at| (view.number(*at), -1))).collect();
    let reading = Reading::of([(Slot::Total, view.number(*last), 1)]).with_items(&items);
    let frame = Frame::new(Relation::Balance, reading, view.number(*last));
    (!is_of_side).then(|| vec![frame.weak()])
}

/// By what a list divides its whole.
#[derive(PartialEq, Eq)]
struct Division {
    words: String,
    /// It is all that came, or all that went.
    is_side: bool,
}

/// By what the list that begins with a figure divides something, as the words before it say: 分科目为：, 从支出性质看，, 收入方面，.
fn divides(view: &View<'_, '_>, first: usize) -> Option<Division> {
    /// Longer words say more than that.
    const LONGEST: usize = 10;
    let tokens = view.passage.tokens;
    let side = aspect(view, first);
    let lead = lead_of_clauses(view, first)?;
    let marked = lead.rsplit_once([':', ',']).filter(|(_, name)| !name.is_empty());
    // 按功能分类为甲50万元: without a mark
    let unmarked = || tokens.words_of("becomes").find_map(|word| lead.rsplit_once(word));
    let (clause, _) = marked.or_else(unmarked)?;
    let clause = clause.rsplit([',', ':']).next()?;
    if let Some(side) = side {
        return Some(Division { words: clause.to_owned(), is_side: !side.is_empty() });
    }
    let bare = tokens.words_of("becomes").find_map(|word| clause.strip_suffix(word));
    let starts = tokens.words_of("divides").flat_map(|word| clause.match_indices(word));
    let words = starts.filter_map(|(at, _)| {
        let words = clause.get(at..)?;
        let is_short = words.chars().count() <= LONGEST && words.chars().count() > 2;
        // 分科目为：, but not 为分…
        let is_named = bare.is_some() && words.chars().count() > 3;
        (is_short && (tokens.is_division(words) || is_named)).then_some(words)
    });
    let words = words.max_by_key(|words| words.len())?;
    Some(Division { words: words.to_owned(), is_side: false })
}

/// The amount that two lists before it are told to come to, each for itself: 两种口径合计均为80万元, 收支两方均为80万元.
fn come_both_to(view: &View<'_, '_>, list: &[usize]) -> Option<usize> {
    let last = view.spot(*list.last()?)?;
    let (total, spot) = view.after(*list.last()?).next()?;
    let words = view.own_words(spot);
    let is_told = view.passage.tokens.has_word("both_come_to", &words)
        && view.is_fact(total)
        && view.is_like(total, *list.last()?)
        && spot.sentence <= last.sentence + 1
        && !view.has_scope(total);
    is_told.then_some(total)
}

/// What a clause says a fact to be equal to.
enum Equal {
    /// The one before it.
    Both,
    /// The one of this name.
    Named(String),
    /// That of the year before.
    Last,
}

fn equal(view: &View<'_, '_>, at: usize) -> Option<Frame> {
    let spot = view.spot(at)?;
    let text = view.text_behind(at);
    // what follows the next mark is another matter: of a change in between the clause speaks, too
    let next = view.after(at).next().filter(|(_, next)| next.sentence == spot.sentence);
    let mut clauses: Vec<&str> = text.split(',').collect();
    if next.is_some_and(|(_, next)| next.segment == spot.segment) {
        clauses.pop();
    }
    let told = clauses.iter().find_map(|clause| told(view, clause))?;
    let near: Vec<(usize, &Spot)> = view
        .before(at)
        .take_while(|(_, other)| other.sentence == spot.sentence)
        .filter(|(place, _)| view.is_fact(*place) && view.is_like(*place, at))
        .collect();
    let is_free = |spot: &Spot| spot.row.is_none() && spot.role == Role::Value;
    let (base, other) = match &told {
        Equal::Both => near.first().copied().filter(|(_, other)| {
            other.clause < spot.clause && other.clause + 1 >= spot.clause && !spot.goes_on
        })?,
        Equal::Named(name) => {
            let is_other = !view.is_called(name, spot);
            let mut named =
                near.iter().copied().filter(|(_, other)| is_other && view.is_called(name, other));
            let found = named.next()?;
            named.next().is_none().then_some(found)?
        }
        Equal::Last => near.first().copied().filter(|(_, other)| is_year_after(other, spot))?,
    };
    let is_told = is_free(spot)
        && is_free(other)
        && !view.has_scope(at)
        && !view.words(base, at).iter().any(|class| matches!(class, Class::OfWhich | Class::Rest));
    is_told.then(|| same(view, at, base))
}

/// Whether one fact is of the year after that of another, and of the same stage: 2025年预算18万元，2024年预算18万元.
fn is_year_after(one: &Spot, other: &Spot) -> bool {
    let years = one.when.year.zip(other.when.year);
    years.is_some_and(|(one, other)| one == other + 1) && one.when.stage == other.when.stage
}

/// What a clause says, where it says nothing but that something is equal.
fn told(view: &View<'_, '_>, clause: &str) -> Option<Equal> {
    let tokens = view.passage.tokens;
    let words = ["agrees", "same"].into_iter().flat_map(|list| tokens.words_of(list));
    let rests = words.filter_map(|word| clause.strip_suffix(word));
    let rest = rests.min_by_key(|rest| rest.len())?;
    let rest = tokens.words_of("exactly").find_map(|word| rest.strip_suffix(word)).unwrap_or(rest);
    if tokens.is_word("two", rest) {
        return Some(Equal::Both);
    }
    let name = tokens.words_of("with").find_map(|with| rest.strip_prefix(with))?;
    if tokens.is_word("last", name) {
        return Some(Equal::Last);
    }
    (!name.is_empty()).then(|| Equal::Named(name.to_owned()))
}
