//! What opens a list: a head, and the words and signs between it and the first item.

use super::known::{is_before_parts, is_ordered_from, is_total_before};
use super::{Opening, is_behind_ratio, is_item, is_labelled, named};
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::Kind;
use crate::prose::token::Sign;
use crate::prose::words::Class;

/// A list that was opened.
pub(super) struct OpenedList<'p> {
    /// The head.
    pub(super) of: &'p Spot,
    /// The first item.
    pub(super) start: &'p Spot,
    /// The words between them.
    words: Vec<Class>,
    pub(super) is_bracket: bool,
    /// What is handed out: 增加5万元，分别由甲出资3万元、乙出资2万元.
    is_handed_out: bool,
    /// What was got of each weight: 评价得分90分：决策（15分）得13.5分.
    is_of_weights: bool,
    pub(super) colon: bool,
    pub(super) in_order: bool,
    pub(super) is_entire: bool,
    pub(super) is_made_of: bool,
    pub(super) is_spent: bool,
    pub(super) is_among: bool,
    pub(super) is_division: bool,
    pub(super) is_total: bool,
    /// The items stand in a sentence behind that of the head.
    pub(super) far: bool,
}

impl OpenedList<'_> {
    /// Whether a word stands between the head and the first item.
    pub(super) fn has(&self, class: Class) -> bool {
        self.words.contains(&class)
    }

    /// Whether a figure is of the same kind as the head.
    pub(super) fn is_like(&self, passage: &Passage<'_>, spot: &Spot) -> bool {
        passage
            .figure(self.of)
            .zip(passage.figure(spot))
            .is_some_and(|(a, b)| a.is_like(b) || (a.kind == Kind::Count && b.kind == Kind::Count))
    }

    /// Whether a figure may be an item under the head.
    pub(super) fn is_item(&self, passage: &Passage<'_>, spot: &Spot) -> bool {
        let of = self.of;
        match of.role {
            Role::Got if self.is_of_weights => is_got(spot),
            Role::Change(_) if self.is_handed_out => is_item(spot),
            Role::Change(sign) => spot.role == Role::Change(sign) && !spot.name.is_empty(),
            // 执行率未达到95%扣1.5分
            Role::Deduct => {
                spot.role == Role::Deduct
                    && (!spot.name.is_empty() || is_behind_ratio(passage, spot))
            }
            // 总分96分，其中：产出得分49分
            Role::Got if of.words.contains(&Class::ScoreTotal) => {
                is_item(spot) || spot.role == Role::Got && !spot.raw.is_empty()
            }
            _ => is_item(spot),
        }
    }
}

/// What was got, without a name of its own.
fn is_got(spot: &Spot) -> bool {
    spot.role == Role::Got && spot.name.is_empty()
}

/// The words between a head and the first item.
fn words_between(passage: &Passage<'_>, of: &Spot, start: &Spot, is_bracket: bool) -> Vec<Class> {
    if is_bracket || of.stream != start.stream {
        passage.between(of, start).collect()
    } else if of.segment != start.segment {
        passage.opening_words(of, start)
    } else {
        passage.between_in_stream(of, start)
    }
}

/// What opens the list of a head whose first item stands at a place; none where nothing does.
pub(super) fn opened<'p>(
    passage: &'p Passage<'_>,
    head: usize,
    first: usize,
    opening: Opening,
) -> Option<OpenedList<'p>> {
    let (is_bracket, is_named) = (opening == Opening::Bracket, opening == Opening::Named);
    let spots = passage.spots();
    let (of, start) = (spots.get(head)?, spots.get(first)?);
    let is_handed_out = passage.between(of, start).any(|class| class == Class::Respectively)
        && start.clause == of.clause + 1
        && start.role == Role::Value
        && start.row.is_none();
    let is_of_weights = of.role == Role::Got
        && matches!(start.role, Role::Value | Role::Weight)
        && passage.after(first).next().is_some_and(|(_, next)| is_got(next));
    let words = words_between(passage, of, start, is_bracket);
    let has = |class: Class| words.contains(&class);
    let colon = !is_bracket
        && start.segment == of.segment
        && start.clause <= of.clause + 2
        && passage.has_sign_between(of, start, Sign::Colon)
        && !is_labelled(passage, of, start);
    // 80万元（不含补助5万元）; 80万元，不包括代管的甲5万元、乙4万元
    let is_denied = start.words.starts_with(&[Class::Not, Class::Whole]);
    if is_bracket && has(Class::Scope) || is_denied {
        return None;
    }
    let far = start.sentence > of.sentence && !is_named;
    let in_order = has(Class::Respectively) && start.row.is_none();
    let is_score = passage.figure(of).is_some_and(|figure| figure.kind == Kind::Score)
        && of.role == Role::Weight
        && start.clause == of.clause + 1;
    let is_entire = has(Class::Entire);
    let is_made_of = !is_bracket && has(Class::From) && is_composed(passage, of, start, is_named);
    let is_spent = !is_bracket && is_spent(of, start, &words);
    let is_among = !is_bracket
        && start.stream == of.stream
        && start.sentence == of.sentence
        && passage.is_among(of)
        && start.clause == of.clause + 1
        || is_named;
    // 按投向分：甲2万元、乙3万元
    let is_division =
        (is_named || start.sentence > of.sentence) && named::is_division(passage, start);
    // 第一批2万元，第二批3万元，第三批1万元
    let is_ordered = !is_bracket && is_ordered_from(passage, of, (first, start));
    let is_parts = !is_bracket && is_before_parts(passage, of, (first, start));
    let is_total = !is_bracket && !is_parts && is_total_before(passage, of, start);
    let is_opened = is_made_of
        || is_total
        || is_among
        || is_parts
        || is_ordered
        || is_spent
        || is_score
        || is_entire
        || is_bracket
        || has(Class::OfWhich)
        || has(Class::Whole)
        || colon
        || in_order;
    // 四类：甲18个: the number of the items is not what they come to
    let is_number = passage.figure(of).zip(passage.figure(start)).is_some_and(|(of, first)| {
        of.is_spelled && first.kind == Kind::Count && of.counter != first.counter
    });
    if !is_opened
        || is_number
        || (far && !has(Class::OfWhich) && !has(Class::Whole))
        || start.sentence > of.sentence + 1 && !is_named
    {
        return None;
    }
    Some(OpenedList {
        of,
        start,
        is_bracket,
        is_handed_out,
        is_of_weights,
        colon,
        in_order,
        is_entire,
        is_made_of,
        is_spent,
        is_among,
        is_division,
        is_total,
        far,
        words,
    })
}

/// Whether a head is composed of what follows: 由A、B和C组成.
fn is_composed(passage: &Passage<'_>, of: &Spot, start: &Spot, is_named: bool) -> bool {
    let is_next = start.segment == of.segment && start.clause <= of.clause + 1;
    (is_next || is_named) && start.stream == of.stream && passage.ends_with(start, Class::Whole)
}

/// Whether what follows is what a head is spent on: 18万元，用于甲6万元、乙9万元以及丙3万元.
fn is_spent(of: &Spot, start: &Spot, words: &[Class]) -> bool {
    words.contains(&Class::Spent)
        && !words.contains(&Class::OfWhich)
        && !words.contains(&Class::Not)
        && of.stream == start.stream
        && start.clause <= of.clause + 1
}
