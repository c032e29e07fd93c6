//! How the words of a part, of its whole and of a rate say that the one was done of the other.

use super::view::View;
use crate::prose::place::Spot;
use crate::prose::reading::Relation;
use crate::prose::words::Class;

/// A shorter word is that of many things.
const SHORT: usize = 2;

/// Whether a name is a word of what was picked or done, and the noun that the whole ends with.
fn is_word_and_noun(name: &str, whole: &Spot, is_word: impl Fn(&str) -> bool) -> bool {
    let is_told = |at: usize| {
        let Some((own, noun)) = name.split_at_checked(at) else { return false };
        own.chars().count() >= SHORT
            && noun.chars().count() >= SHORT
            && is_word(own)
            && whole.raw.ends_with(noun)
    };
    name.char_indices().any(|(at, _)| is_told(at))
}

/// Whether the name of a rate is what picks a part out, and the noun of the whole: 抽查桥涵125处，评为一类的118处，一类桥涵比例94.4%.
pub(super) fn picks_out(name: &str, part: &Spot, whole: &Spot) -> bool {
    is_word_and_noun(name, whole, |own| part.raw.contains(own))
}

/// Whether a name is what was done and the noun of what it was done to: 发放问卷1200份，回收1146份 of 回收问卷.
pub(super) fn is_done_of(name: &str, done: &Spot, whole: &Spot) -> bool {
    !whole.raw.ends_with(name) && is_word_and_noun(name, whole, |own| done.raw.ends_with(own))
}

/// Whether what was done is what was due: 应报送52期，按时报送51期.
pub(super) fn is_what_was_due(view: &View<'_, '_>, due: &str, done: &str) -> bool {
    let mut words = view.passage.tokens.words_of("due");
    words.any(|word| {
        let verb = due.rsplit_once(word).map_or("", |(_, verb)| verb);
        verb.chars().count() >= SHORT && done.ends_with(verb) && !done.contains(word)
    })
}

/// Whether the word of a rate is that of what was done, or both say that money was spent: 已支付3万元，支付率30%; 支出3万元，使用率30%.
pub(super) fn is_done_by(view: &View<'_, '_>, done: &str, rate: &Spot) -> bool {
    let tokens = view.passage.tokens;
    let word = view.own_words(rate);
    let mut nouns = tokens.words_of("rate_noun");
    let word = nouns.find_map(|noun| word.strip_suffix(noun)).unwrap_or(&word);
    let spends = |text: &str| tokens.words_of("spending").any(|word| text.ends_with(word));
    let is_same = word
        .char_indices()
        .rev()
        .nth(SHORT - 1)
        .is_some_and(|(at, _)| word.get(at..).is_some_and(|end| done.ends_with(end)));
    is_same || spends(word) && spends(done)
}

/// Whether the end of a rate's name and what was done have a character in common: 收回57份，回收率95%.
pub(super) fn shares_word(raw: &str, rate: &str) -> bool {
    /// What was done are the last two characters of a longer name.
    const DONE: usize = 2;
    rate.chars().rev().take(DONE).any(|own| raw.contains(own))
}

/// The fact that a word opens its parts behind, where it ends as the whole does: 本级一般公共预算支出80万元，其中预备费2万元，占本级支出的2.5%.
pub(super) fn head_named(
    view: &View<'_, '_>,
    at: usize,
    part: usize,
    relation: Relation,
) -> Option<usize> {
    /// The noun of a name.
    const NOUN: usize = 2;
    let (spot, own) = view.spot(at).zip(view.spot(part))?;
    // 全年46.8万人次，月均3.9万人次；其中旺季35.1万人次: the mean is no head
    let mut before = view.before(part);
    let (head, of) = before.find(|(_, other)| !other.words.contains(&Class::Average))?;
    // 占失业人员再就业目标的30%
    let mut aims = view.passage.tokens.words_of("aims");
    let name = aims.find_map(|word| spot.of.strip_suffix(word)).unwrap_or(&spot.of);
    let letters: Vec<char> = name.chars().collect();
    let noun: String = letters.iter().skip(letters.len().saturating_sub(NOUN)).collect();
    let begins: String = letters.iter().take(NOUN).collect();
    let is_named = of.raw.contains(&begins) && of.raw.contains(&noun);
    // 惠及4.8万人，其中脱贫人口0.6万人，占受益人口的12.8%
    let is_reached = || {
        let counter = view.figure(head).map_or("", |own| own.counter.as_str());
        let told = view.own_words(of);
        let mut words = view.passage.tokens.words_of("those_reached");
        let names = |(verb, nouns): (&str, &str)| {
            told.contains(verb) && nouns.split('+').any(|noun| noun == begins)
        };
        !counter.is_empty()
            && noun.contains(counter)
            && words.any(|entry| entry.split_once('=').is_some_and(names))
    };
    // 占全年的75%
    let is_of_year = || {
        // 上半年20万人次，其中团队8万人次，占全年的17.1%: of a part of the year
        let is_part = view.passage.tokens.words_of("periods").any(|own| {
            let period = own.split_once('=').map_or("", |(period, _)| period);
            of.raw.contains(period) && !spot.raw.contains(period)
        });
        spot.of.is_empty() && spot.words.contains(&Class::This) && !of.when.is_last && !is_part
    };
    let is_head = relation == Relation::Share
        && (letters.len() > NOUN || is_of_year())
        && of.sentence == own.sentence
        && view.words(head, part).first() == Some(&Class::OfWhich)
        && view.is_fact(head)
        && (is_named || is_reached() || is_of_year());
    is_head.then_some(head)
}

/// Whether the words before a share, or before the whole that it is of, name another fact of the sentence than the part.
pub(super) fn names_another(
    view: &View<'_, '_>,
    (at, part): (usize, usize),
    before: &[(usize, &Spot)],
) -> bool {
    let Some(spot) = view.spot(at) else { return false };
    let lead = view.own_words(spot);
    let mut shares = view.passage.tokens.words_of("share");
    let Some(subject) = shares.find_map(|word| Some(lead.split_once(word)?.0)) else {
        return false;
    };
    let bears = |own: &Spot| subject.chars().count() >= SHORT && own.raw.starts_with(subject);
    let of_part = view.spot(part).is_some_and(bears);
    let others = before
        .iter()
        .filter(|(place, other)| *place != part && view.is_like(*place, part) && bears(other));
    !of_part && others.count() > 0
}
