//! A passage with all that is known of its figures, and ways to walk it.

use super::list::{List, lists};
use super::place::{Layout, Role, Spot, end_of_counted};
use super::quantity::{Kind, Quantity};
use super::token::{Sign, Token, Tokens, What};
use super::words::Class;
use std::cell::{OnceCell, RefCell};
use std::ops::Range;

/// A passage.
pub(crate) struct Passage<'a> {
    /// Figures and words.
    pub tokens: &'a Tokens,
    /// Their places.
    pub layout: &'a Layout,
    lists: Vec<List>,
    /// The list of each figure.
    list_of: Vec<Option<usize>>,
    /// The signs but those between items, by token.
    signs: OnceCell<Vec<(usize, Sign)>>,
    /// The figures once more, for what would be if one of them were another.
    tried: RefCell<Vec<Quantity>>,
}

/// At most this many figures before one and as many behind it are looked at.
const FAR: usize = 40;

impl<'a> Passage<'a> {
    /// Of tokens and their places.
    #[must_use]
    pub(crate) fn new(tokens: &'a Tokens, layout: &'a Layout) -> Self {
        let mut out = Self::with_lists(tokens, layout, Vec::new());
        out.lists = lists(&out);
        out.keep_items();
        out
    }

    /// The same, where the lists are known.
    #[must_use]
    pub(crate) fn with_lists(tokens: &'a Tokens, layout: &'a Layout, lists: Vec<List>) -> Self {
        let list_of = vec![None; layout.spots.len()];
        let (signs, tried) = (OnceCell::new(), RefCell::default());
        let mut out = Self { tokens, layout, lists, list_of, signs, tried };
        out.keep_items();
        out
    }

    fn keep_items(&mut self) {
        for (number, list) in self.lists.iter().enumerate() {
            for item in &list.items {
                if let Some(of) = self.list_of.get_mut(*item) {
                    *of = Some(number);
                }
            }
        }
    }

    /// Works with the figures, some of them exchanged for a while: each stands in its place again at the end.
    pub(crate) fn with_others<T>(&self, work: impl FnOnce(&mut [Quantity]) -> T) -> T {
        // copied once for a passage, not for each thing that is tried
        let mut figures = self.tried.take();
        if figures.is_empty() {
            figures.clone_from(&self.tokens.figures);
        }
        let out = work(&mut figures);
        self.tried.replace(figures);
        out
    }

    /// The lists.
    #[must_use]
    pub(crate) fn lists(&self) -> &[List] {
        &self.lists
    }

    /// The lists, when all else is done.
    #[must_use]
    pub(crate) fn into_lists(self) -> Vec<List> {
        self.lists
    }

    /// The list that a figure is an item of.
    #[must_use]
    pub(crate) fn list_of(&self, at: usize) -> Option<&List> {
        self.lists.get((*self.list_of.get(at)?)?)
    }

    /// All figures.
    #[must_use]
    pub(crate) fn spots(&self) -> &'a [Spot] {
        &self.layout.spots
    }

    /// The place of a figure.
    #[must_use]
    pub(crate) fn spot_of(&self, figure: usize) -> Option<&'a Spot> {
        self.layout.spot_of(figure)
    }

    /// The figure at a place.
    #[must_use]
    pub(crate) fn figure(&self, spot: &Spot) -> Option<&'a Quantity> {
        self.tokens.figures.get(spot.figure)
    }

    /// Whether relations may speak of it.
    #[must_use]
    pub(crate) fn is_figure(&self, spot: &Spot) -> bool {
        self.figure(spot).is_some_and(Quantity::is_figure)
    }

    /// The figures before one, the nearest first.
    pub(crate) fn before(&self, at: usize) -> impl Iterator<Item = (usize, &'a Spot)> {
        let spots = self.spots();
        (at.saturating_sub(FAR)..at).rev().filter_map(move |at| Some((at, spots.get(at)?)))
    }

    /// The figures behind one.
    pub(crate) fn after(&self, at: usize) -> impl Iterator<Item = (usize, &'a Spot)> {
        let spots = self.spots();
        (at + 1..(at + FAR).min(spots.len())).filter_map(move |at| Some((at, spots.get(at)?)))
    }

    /// The figures of the same sentence, in order.
    pub(crate) fn in_sentence(&self, spot: &Spot) -> impl Iterator<Item = (usize, &'a Spot)> {
        let sentence = spot.sentence;
        self.near(spot).filter(move |(_, other)| other.sentence == sentence)
    }

    /// The figures around one, in order, also of the sentences beside.
    pub(crate) fn near(&self, spot: &Spot) -> impl Iterator<Item = (usize, &'a Spot)> {
        let spots = self.spots();
        let at = spots.partition_point(|other| other.figure < spot.figure);
        let sentence = spot.sentence;
        (at.saturating_sub(FAR)..(at + FAR).min(spots.len()))
            .filter_map(move |at| Some((at, spots.get(at)?)))
            .filter(move |(_, other)| {
                other.sentence + 2 > sentence && other.sentence < sentence + 2
            })
    }

    /// The item of a list of named amounts that answers a figure of a row of as many, where no other
    /// row stands between: 甲5万元、乙6万元，占比分别为45%、55%.
    #[must_use]
    pub(crate) fn item_of_run(
        &self,
        at: usize,
        spot: &Spot,
        nth: usize,
        len: usize,
    ) -> Option<usize> {
        let first = at.checked_sub(nth)?;
        let before: Vec<(usize, &Spot)> = self
            .before(first)
            .take_while(|(_, other)| other.sentence == spot.sentence)
            .filter(|(_, other)| other.stream == spot.stream)
            .collect();
        let is_item = |other: &Spot| {
            other.role == Role::Value && !other.name.is_empty() && other.row.is_none()
        };
        // what shares are of may stand between: 占总额80万元的
        let items: Vec<(usize, &Spot)> = before
            .iter()
            .skip_while(|(_, other)| {
                matches!(other.role, Role::WholeOf | Role::PlanOf) || other.is_sum
            })
            // 三类合计: how many they are
            .filter(|(_, other)| !self.figure(other).is_some_and(|figure| figure.is_spelled))
            .take(len)
            .copied()
            .collect();
        // 货物4万元，工程6万元，合计10万元，占比分别为40%、60%
        let by_clauses = before.iter().any(|(_, other)| other.is_sum)
            && items.windows(2).all(|pair| {
                matches!(pair, [(_, b), (_, a)] if a.clause + 1 == b.clause
                    && a.segment == b.segment && !b.goes_on)
            });
        let is_last = |(at, first): &(usize, &Spot)| {
            !by_clauses
                || self
                    .before(*at)
                    .next()
                    .is_none_or(|(_, other)| other.clause + 1 < first.clause || !is_item(other))
        };
        let is_run = items.len() == len
            && items.iter().all(|(_, other)| is_item(other))
            && items.windows(2).all(|pair| {
                matches!(pair, [(_, b), (_, a)] if (by_clauses || a.clause == b.clause && b.goes_on)
                    && self.figure(a).zip(self.figure(b)).is_some_and(|(a, b)| a.is_like(b)))
            })
            && items.last().is_some_and(|first| !first.1.goes_on && is_last(first));
        if is_run { items.get(len - 1 - nth).map(|(at, _)| *at) } else { None }
    }

    /// The place of the figure that a bracket stands behind.
    #[must_use]
    pub(crate) fn anchor(&self, stream: usize) -> Option<usize> {
        let figure = self.layout.streams.get(stream)?.anchor?;
        self.layout.place_of(figure)
    }

    fn token_at(&self, spot: &Spot) -> usize {
        self.tokens.at.get(spot.figure).copied().unwrap_or(0)
    }

    /// The words of roles between two figures.
    pub(crate) fn between(&self, from: &Spot, to: &Spot) -> impl Iterator<Item = Class> {
        let (from, to) = (self.token_at(from), self.token_at(to));
        self.tokens.tokens.get(from..to).unwrap_or(&[]).iter().filter_map(|token| {
            match token.what {
                What::Word(class) => Some(class),
                _ => None,
            }
        })
    }

    /// The words of roles between two figures behind the last mark that parts groups of clauses.
    #[must_use]
    pub(crate) fn opening_words(&self, from: &Spot, to: &Spot) -> Vec<Class> {
        let (from, to) = (self.token_at(from), self.token_at(to));
        let own = self.tokens.tokens.get(from..to).unwrap_or(&[]).iter().rev();
        let mut words: Vec<Class> = own
            .take_while(|token| !matches!(token.what, What::Sign(Sign::Semicolon | Sign::Stop)))
            .filter_map(|token| match token.what {
                What::Word(class) => Some(class),
                _ => None,
            })
            .collect();
        words.reverse();
        words
    }

    /// The words of roles between two figures, without what stands in brackets between.
    #[must_use]
    pub(crate) fn between_in_stream(&self, from: &Spot, to: &Spot) -> Vec<Class> {
        let own = self.layout.streams.get(from.stream).map_or(&[][..], |stream| &stream.tokens);
        let (from, to) = (self.token_at(from), self.token_at(to));
        let own = own.get(own.partition_point(|at| *at < from)..).unwrap_or(&[]);
        own.iter()
            .take_while(|at| **at < to)
            .filter_map(|at| match self.tokens.tokens.get(*at)?.what {
                What::Word(class) => Some(class),
                _ => None,
            })
            .collect()
    }

    /// How many characters before a figure belong to no word of a role.
    #[must_use]
    pub(crate) fn own_text_length(&self, spot: &Spot) -> usize {
        let list = self.layout.streams.get(spot.stream).map_or(&[][..], |stream| &stream.tokens);
        let own = list.get(spot.pre.clone()).unwrap_or(&[]).iter();
        own.filter_map(|at| self.tokens.tokens.get(*at))
            .filter(|token| matches!(token.what, What::Text | What::Word(Class::Name)))
            .map(|token| token.to - token.from)
            .sum()
    }

    /// The last sign of a kind before a token; none that parts items.
    #[must_use]
    pub(crate) fn last_sign(&self, token: usize, is: impl Fn(Sign) -> bool) -> Option<usize> {
        let signs = self.signs.get_or_init(|| {
            let signs = self.tokens.tokens.iter().enumerate();
            let signs = signs.filter_map(|(at, token)| match token.what {
                What::Sign(sign) if sign != Sign::Item => Some((at, sign)),
                _ => None,
            });
            signs.collect()
        });
        let before = signs.get(..signs.partition_point(|(at, _)| *at < token))?;
        before.iter().rev().find(|(_, sign)| is(*sign)).map(|(at, _)| *at)
    }

    /// What is printed from one figure to the next, the first included.
    #[must_use]
    pub(crate) fn text_from(&self, from: &Spot, to: &Spot) -> String {
        let char_of =
            |spot: &Spot| self.tokens.tokens.get(self.token_at(spot)).map_or(0, |token| token.from);
        self.tokens.text(char_of(from), char_of(to))
    }

    /// What is printed between the beginning of its sentence and a figure.
    #[must_use]
    pub(crate) fn lead_of_sentence(&self, spot: &Spot) -> String {
        let token = self.token_at(spot);
        let end = self.last_sign(token, |sign| matches!(sign, Sign::Stop | Sign::Edge));
        let own = self.tokens.tokens.get(end.map_or(0, |end| end + 1)..token).unwrap_or(&[]);
        own.first()
            .zip(own.last())
            .map_or_else(String::new, |(a, b)| self.tokens.text(a.from, b.to))
    }

    /// What is printed directly before a figure: a piece of text or a word.
    #[must_use]
    pub(crate) fn text_before(&self, spot: &Spot) -> String {
        let at = self.token_at(spot).checked_sub(1);
        let token = at.and_then(|at| self.tokens.tokens.get(at));
        let token = token.filter(|token| matches!(token.what, What::Text | What::Word(_)));
        token.map_or_else(String::new, |token| self.tokens.text(token.from, token.to))
    }

    /// How many characters of names stand between two figures.
    #[must_use]
    pub(crate) fn name_length_between(&self, from: &Spot, to: &Spot) -> usize {
        let (from, to) = (self.token_at(from), self.token_at(to));
        let tokens = self.tokens.tokens.get(from..to).unwrap_or(&[]);
        tokens
            .iter()
            .filter(|token| matches!(token.what, What::Text | What::Word(Class::Name)))
            .map(|token| token.to - token.from)
            .sum()
    }

    /// Whether a sign stands between two figures.
    #[must_use]
    pub(crate) fn has_sign_between(&self, from: &Spot, to: &Spot, sign: Sign) -> bool {
        let at = |spot: &Spot| self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        self.tokens
            .tokens
            .get(at(from)..at(to))
            .unwrap_or(&[])
            .iter()
            .any(|token| token.what == What::Sign(sign))
    }

    /// Whether the clause of a figure ends with a word: 由…组成.
    #[must_use]
    pub(crate) fn ends_with(&self, spot: &Spot, class: Class) -> bool {
        let at = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        let mut depth = 0_usize;
        let mut last = None;
        for token in self.tokens.tokens.get(at..).unwrap_or(&[]) {
            match token.what {
                What::Sign(Sign::Open) => depth += 1,
                What::Sign(Sign::Close) if depth > 0 => depth -= 1,
                What::Sign(Sign::Item) => {}
                What::Sign(_) if depth == 0 => break,
                what if depth == 0 => last = Some(what),
                _ => {}
            }
        }
        last == Some(What::Word(class))
    }

    /// The words of roles of the sentence of a figure, of its bracket alone.
    pub(crate) fn words_of_stream<'b>(&'b self, spot: &Spot) -> impl Iterator<Item = Class> + 'b {
        let own = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        let list =
            self.layout.streams.get(spot.stream).map_or(&[][..], |stream| stream.tokens.as_slice());
        let at = list.partition_point(|token| *token < own);
        let what = |at: usize| {
            list.get(at).and_then(|token| self.tokens.tokens.get(*token)).map(|token| token.what)
        };
        let is_end =
            |at: &usize| matches!(what(*at), None | Some(What::Sign(Sign::Stop | Sign::Edge)));
        let from = (0..at).rev().find(is_end).map_or(0, |at| at + 1);
        let to = (at..list.len()).find(is_end).unwrap_or(list.len());
        (from..to).filter_map(move |at| match what(at) {
            Some(What::Word(class)) => Some(class),
            _ => None,
        })
    }

    /// Whether a word follows a figure directly.
    #[must_use]
    pub(crate) fn is_followed_by(&self, spot: &Spot, class: Class) -> bool {
        let at = self.tokens.at.get(spot.figure).copied().unwrap_or(0);
        self.tokens.tokens.get(at + 1).is_some_and(|token| token.what == What::Word(class))
    }

    /// The words of roles in the sentence of a figure, brackets included.
    pub(crate) fn words_of_sentence<'b>(&'b self, spot: &Spot) -> impl Iterator<Item = Class> + 'b {
        let own = self.around(spot, |sign| matches!(sign, Sign::Stop | Sign::Edge));
        let own = self.tokens.tokens.get(own).unwrap_or(&[]).iter();
        own.filter_map(|token| match token.what {
            What::Word(class) => Some(class),
            _ => None,
        })
    }

    /// Whether the sentence of a figure, up to the end of its clause, speaks of a scope of its own: 同口径, 剔除. A bracket
    /// behind a number of things says what is counted, and nothing of other figures: 来宾134人次（不含陪同人员）.
    #[must_use]
    pub(crate) fn has_scope(&self, spot: &Spot) -> bool {
        let range = self.around(spot, |sign| {
            matches!(sign, Sign::Stop | Sign::Edge | Sign::Semicolon | Sign::Comma)
        });
        self.speaks_of_scope(range, spot)
    }

    fn speaks_of_scope(&self, range: Range<usize>, spot: &Spot) -> bool {
        let tokens = &self.tokens.tokens;
        let mut end = range.start;
        range.filter_map(|at| Some((at, tokens.get(at)?.what))).any(|(at, what)| {
            if what == What::Sign(Sign::Open) {
                end = end.max(end_of_counted(self.tokens, at, spot).unwrap_or(at));
            }
            at >= end && what == What::Word(Class::Scope) && !self.leaves_number(at)
        })
    }

    /// Whether the sentence of a figure speaks of a scope of its own, or leaves open what else there is: 甲、乙等; but names before
    /// the number of all of them leave nothing open: 甲、乙等来访31批次.
    pub(crate) fn is_parted(&self, spot: &Spot) -> bool {
        let range = self.around(spot, |sign| matches!(sign, Sign::Stop | Sign::Edge));
        let tokens = self.tokens.tokens.get(range.clone()).unwrap_or(&[]);
        let is_figure = |token: &Token| matches!(token.what, What::Figure(_));
        let is_open = |at: usize| {
            let behind = tokens.get(at + 1..).unwrap_or(&[]);
            let next =
                behind.iter().find(|token| matches!(token.what, What::Figure(_) | What::Sign(_)));
            let counts = |token: &Token| match token.what {
                What::Figure(at) => self
                    .tokens
                    .figures
                    .get(at)
                    .is_some_and(|own| own.kind == Kind::Count && own.is_figure()),
                _ => false,
            };
            // 人均2万元，主要用于…: nothing of the figures before
            let clause = tokens.get(..at).unwrap_or(&[]).iter().rev();
            let mut clause = clause.take_while(|token| {
                !matches!(token.what, What::Sign(Sign::Comma | Sign::Semicolon | Sign::Colon))
            });
            let is_of_figures = clause.any(is_figure) || behind.iter().any(is_figure);
            is_of_figures && !next.is_some_and(counts)
        };
        let mut words = tokens.iter().enumerate();
        words.any(|(at, token)| token.what == What::Word(Class::Open) && is_open(at))
            || self.speaks_of_scope(range, spot)
    }

    /// Whether a word takes some things off others and tells next how many are left, which is no scope: 剔除无效的38份后有效问卷789份,
    /// 剔除废卷后有效问卷789份.
    fn leaves_number(&self, word: usize) -> bool {
        let behind = self.tokens.tokens.get(word..).unwrap_or(&[]);
        let is_taken = behind.first().is_some_and(|own| {
            self.tokens.is_word("takes_off", &self.tokens.text(own.from, own.to))
        });
        let is_end = |what: What| {
            matches!(what, What::Sign(Sign::Comma | Sign::Semicolon | Sign::Stop | Sign::Edge))
        };
        let clause = behind.iter().map(|token| token.what).take_while(|what| !is_end(*what));
        let mut figures = clause.filter_map(|what| match what {
            What::Figure(at) => self.tokens.figures.get(at),
            _ => None,
        });
        let Some(taken) = figures.next().filter(|own| is_taken && own.kind == Kind::Count) else {
            return false;
        };
        let start = behind.first().map_or(0, |own| own.from);
        let before = self.tokens.text(start, taken.chars.start);
        figures
            .next()
            .map_or_else(|| self.tokens.has_word("afterwards", &before), |left| taken.is_like(left))
    }

    /// The tokens of the sentence of a figure up to the first of some signs behind it.
    fn around(&self, spot: &Spot, ends: fn(Sign) -> bool) -> Range<usize> {
        const FAR: usize = 400;
        let at = self.token_at(spot);
        let tokens = &self.tokens.tokens;
        let is_sign = |at: &usize, ends: fn(Sign) -> bool| matches!(tokens.get(*at).map(|token| token.what), Some(What::Sign(sign)) if ends(sign));
        let is_end = |at: &usize| is_sign(at, |sign| matches!(sign, Sign::Stop | Sign::Edge));
        let first = at.saturating_sub(FAR);
        let last = (at + FAR).min(tokens.len());
        let from = (first..at).rev().find(is_end).unwrap_or(first);
        from..(at..last).find(|at| is_sign(at, ends)).unwrap_or(last)
    }

    /// Whether a word stands in the clause of a figure, before it.
    #[must_use]
    pub(crate) fn clause_has(&self, spot: &Spot, class: Class) -> bool {
        let at = self.token_at(spot);
        let own = self.tokens.tokens.get(..at).unwrap_or(&[]).iter().rev();
        own.take_while(|token| {
            !matches!(
                token.what,
                What::Sign(Sign::Comma | Sign::Semicolon | Sign::Colon | Sign::Stop | Sign::Edge)
            )
        })
        .any(|token| token.what == What::Word(class))
    }

    /// Whether the clause of a figure ends with a word that opens its parts: 总支出80万元中，
    #[must_use]
    pub(crate) fn is_among(&self, spot: &Spot) -> bool {
        let behind = self.tokens.tokens.get(self.token_at(spot) + 1..).unwrap_or(&[]);
        let own: Vec<_> =
            behind.iter().take_while(|token| !matches!(token.what, What::Sign(_))).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return false };
        let is_figure = own.iter().any(|token| matches!(token.what, What::Figure(_)));
        let text = self.tokens.text(first.from, last.to);
        !is_figure && self.tokens.words_of("among").any(|word| text.ends_with(word))
    }
}
