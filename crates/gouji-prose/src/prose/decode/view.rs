//! Ways to walk the figures of a passage that all frames share.

use crate::prose::list::List;
use crate::prose::passage::Passage;
use crate::prose::place::{Role, Spot};
use crate::prose::quantity::{Kind, Quantity};
use crate::prose::token::{Sign, Token, What};
use crate::prose::words::Class;

/// Words that say nothing of how figures belong together.
const PLAIN: &[Class] = &[
    Class::Filler,
    Class::Of,
    Class::Name,
    Class::This,
    Class::Start,
    Class::End,
    Class::PlanFirst,
    Class::PlanFinal,
    Class::Plan,
    Class::PlanAny,
    Class::Done,
    Class::Income,
    Class::Outgo,
    Class::Total,
    Class::On,
    Class::Reach,
];

/// Whether a word says nothing of how figures belong together.
pub(super) fn is_plain(class: Class) -> bool {
    PLAIN.contains(&class)
}

/// Words of a comparison.
pub(super) const COMPARES: &[Class] = &[
    Class::Up,
    Class::Down,
    Class::Compare,
    Class::With,
    Class::Against,
    Class::YearOnYear,
    Class::Last,
    Class::RateNoun,
    Class::From,
    Class::To,
    Class::ToUp,
    Class::ToDown,
];

/// A passage whose figures are walked by their places.
pub(super) struct View<'p, 'a> {
    pub(super) passage: &'p Passage<'a>,
}

impl<'a> View<'_, 'a> {
    pub(super) fn spot(&self, at: usize) -> Option<&'a Spot> {
        self.passage.spots().get(at)
    }

    pub(super) fn figure(&self, at: usize) -> Option<&'a Quantity> {
        self.passage.figure(self.spot(at)?)
    }

    /// The number of the figure at a place, as readings name it.
    pub(super) fn number(&self, at: usize) -> usize {
        self.spot(at).map_or(0, |spot| spot.figure)
    }

    pub(super) fn places(&self) -> std::ops::Range<usize> {
        0..self.passage.spots().len()
    }

    /// The places of a row that ends with a figure, where each of them is of that row.
    pub(super) fn row_up_to(&self, last: usize) -> Option<std::ops::Range<usize>> {
        let (_, nth, length) = self.spot(last)?.row?;
        if nth + 1 == length { self.whole_row(last) } else { None }
    }

    /// The same of a row that begins with a figure.
    pub(super) fn row_from(&self, first: usize) -> Option<std::ops::Range<usize>> {
        let (_, nth, _) = self.spot(first)?.row?;
        if nth == 0 { self.whole_row(first) } else { None }
    }

    fn whole_row(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let (number, nth, length) = self.spot(at)?.row?;
        let first = at.checked_sub(nth)?;
        let is_own =
            |at: usize| self.spot(at).is_some_and(|own| own.row.is_some_and(|own| own.0 == number));
        let row = first..first + length;
        row.clone().all(is_own).then_some(row)
    }

    /// The names that a text joins: 甲和乙、丙.
    pub(super) fn joined<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let split = |names: Vec<&'t str>, joint: &str| -> Vec<&'t str> {
            names.into_iter().flat_map(|name| name.split(joint)).collect()
        };
        self.passage.tokens.words_of("joints").fold(vec![text], split)
    }

    /// Whether a figure is printed exactly and stands alone, in no row of several.
    pub(super) fn is_plain(&self, at: usize) -> bool {
        self.spot(at).is_some_and(|spot| {
            spot.row.is_none()
                && self.passage.is_figure(spot)
                && self.figure(at).is_some_and(|figure| !figure.is_spelled && !figure.is_per)
        })
    }

    /// Whether a figure is a fact that may be compared, added or divided.
    pub(super) fn is_fact(&self, at: usize) -> bool {
        self.is_plain(at)
            && self.spot(at).is_some_and(|spot| matches!(spot.role, Role::Value | Role::To(_)))
            && self.figure(at).is_some_and(|figure| is_amount(figure.kind))
    }

    /// Whether a figure is an item of a list under a head that another one is not in, surely or not.
    pub(super) fn is_listed(&self, at: usize, without: usize) -> bool {
        let is_list = |list: &&List| list.head.is_some() && list.items.len() > 1;
        let mut lists = self.passage.lists().iter().filter(is_list);
        lists.any(|list| list.items.contains(&at) && !list.items.contains(&without))
    }

    /// Whether a figure counts what an amount is for, and is none of its own.
    pub(super) fn is_aside(&self, at: usize) -> bool {
        let counts = |figure: &Quantity| matches!(figure.kind, Kind::Count | Kind::Bare);
        self.figure(at).is_some_and(|figure| figure.is_range && counts(figure))
    }

    pub(super) fn is_like(&self, a: usize, b: usize) -> bool {
        self.figure(a).zip(self.figure(b)).is_some_and(|(a, b)| a.is_like(b))
    }

    /// The places before one in its stream, the nearest first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = (usize, &'a Spot)> {
        let stream = self.spot(at).map(|spot| spot.stream);
        self.passage.before(at).filter(move |(_, other)| Some(other.stream) == stream)
    }

    /// The places behind one in its stream.
    pub(super) fn after(&self, at: usize) -> impl Iterator<Item = (usize, &'a Spot)> {
        let stream = self.spot(at).map(|spot| spot.stream);
        self.passage.after(at).filter(move |(_, other)| Some(other.stream) == stream)
    }

    /// The only figure in a bracket directly behind another one.
    pub(super) fn only_in_bracket(&self, at: usize) -> Option<usize> {
        let anchor = |spot: &Spot| self.passage.anchor(spot.stream) == Some(at);
        let mut inside = self.passage.after(at).take_while(|(_, other)| anchor(other));
        let ((only, _), None) = (inside.next()?, inside.next()) else { return None };
        self.opens_bracket(at).then_some(only)
    }

    /// The token of a figure.
    pub(super) fn token(&self, at: usize) -> usize {
        self.passage.tokens.at.get(self.number(at)).copied().unwrap_or(0)
    }

    /// The words between two figures in the stream of the second.
    pub(super) fn words(&self, from: usize, to: usize) -> Vec<Class> {
        let stream = |at: usize| self.spot(at).map_or(0, |spot| spot.stream);
        let mut out = self.words_of_stream(stream(to), from, to);
        // 扣分较多的是甲（扣3分）: what is said before the brackets counts for what stands in them
        if stream(from) != stream(to) {
            out.extend(self.words_of_stream(stream(from), from, to));
        }
        out
    }

    /// The classes of the words of a stream between two figures.
    fn words_of_stream(&self, stream: usize, from: usize, to: usize) -> Vec<Class> {
        let own = self.passage.layout.streams.get(stream).map_or(&[][..], |own| &own.tokens);
        let (from, to) = (self.token(from), self.token(to));
        let first = own.partition_point(|token| *token <= from);
        let end = own.partition_point(|token| *token < to);
        let class = |nth: usize| match self.passage.tokens.tokens.get(*own.get(nth)?)?.what {
            What::Word(Class::Open) if self.is_in_name(own, nth) => None,
            // 到10月底: up to when
            What::Word(Class::To | Class::Until) if self.is_time(own, nth + 1) => None,
            What::Word(class) => Some(class),
            _ => None,
        };
        (first..end).filter_map(class).collect()
    }

    /// Whether a token of a stream is a month or a year.
    fn is_time(&self, own: &[usize], nth: usize) -> bool {
        let token = own.get(nth).and_then(|at| self.passage.tokens.tokens.get(*at));
        token.is_some_and(|token| matches!(token.what, What::Month(_) | What::Year(_)))
    }

    /// Whether nothing is said between two figures but what some classes and plain words say.
    pub(super) fn says_only(&self, from: usize, to: usize, explained: &[Class]) -> bool {
        self.words(from, to).iter().all(|class| explained.contains(class) || PLAIN.contains(class))
    }

    /// The words of a figure: what stands before it in its clause, brackets apart.
    pub(super) fn own_words(&self, spot: &Spot) -> String {
        let stream = self.passage.layout.streams.get(spot.stream);
        let own = stream.and_then(|own| own.tokens.get(spot.pre.clone())).unwrap_or(&[]);
        let tokens = self.passage.tokens;
        let texts = own.iter().filter_map(|at| tokens.tokens.get(*at));
        tokens.texts(texts)
    }

    /// The same of the words in the clause of the second figure alone, where a clause stands between the two.
    pub(super) fn says_only_in_clause(&self, from: usize, to: usize, explained: &[Class]) -> bool {
        let is_next =
            self.spot(from).zip(self.spot(to)).is_some_and(|(a, b)| b.clause <= a.clause + 1);
        if is_next {
            return self.says_only(from, to, explained);
        }
        let words = self.spot(to).map_or(&[][..], |spot| spot.words.as_slice());
        words.iter().all(|class| explained.contains(class) || PLAIN.contains(class))
    }

    /// What is printed between the mark of a clause and a figure.
    pub(super) fn lead(&self, at: usize) -> String {
        let tokens = self.passage.tokens;
        let end = self.token(at);
        let is_mark = |what: What| {
            matches!(what, What::Figure(_))
                || matches!(what, What::Sign(sign) if sign != Sign::Item)
        };
        let before = tokens.tokens.get(..end).unwrap_or(&[]);
        let from = before.iter().rposition(|token| is_mark(token.what)).map_or(0, |mark| mark + 1);
        let own = before.get(from..).unwrap_or(&[]);
        own.first().zip(own.last()).map_or_else(String::new, |(a, b)| tokens.text(a.from, b.to))
    }

    /// The words between the beginning of the sentence of a figure, or the figure before it there, and the figure.
    pub(super) fn words_of_opening(&self, at: usize) -> Vec<Class> {
        let before = self.passage.tokens.tokens.get(..self.token(at)).unwrap_or(&[]);
        let ends =
            |what: What| matches!(what, What::Figure(_) | What::Sign(Sign::Stop | Sign::Edge));
        let from = before.iter().rposition(|token| ends(token.what)).map_or(0, |end| end + 1);
        let own = before.get(from..).unwrap_or(&[]).iter();
        own.filter_map(|token| match token.what {
            What::Word(class) => Some(class),
            _ => None,
        })
        .collect()
    }

    /// The word that the sentence of a figure begins with, where it begins with one: 其中：….
    pub(super) fn first_word_of_sentence(&self, at: usize) -> Option<Class> {
        let tokens = &self.passage.tokens.tokens;
        let before = tokens.get(..self.token(at))?;
        let is_end = |what: What| matches!(what, What::Sign(Sign::Stop | Sign::Edge));
        let from = before.iter().rposition(|token| is_end(token.what)).map_or(0, |end| end + 1);
        match tokens.get(from)?.what {
            What::Word(class) => Some(class),
            _ => None,
        }
    }

    /// Whether the clause of a mean names other months than its total: 1—8月160万元，后4个月月均25万元; 前三季度81万元，四季度月均11万元.
    pub(super) fn has_own_months(&self, at: usize, total: &Spot) -> bool {
        let (Some(spot), tokens) = (self.spot(at), self.passage.tokens) else { return false };
        let (own, of) = (self.own_words(spot), self.own_words(total));
        let mut parts = tokens.words_of("parts_of_year").filter_map(|own| own.split_once('='));
        let is_counter = |own: &Quantity| tokens.is_word("month_counters", &own.counter);
        parts.any(|(word, _)| own.contains(word) && !of.contains(word))
            || self.before(at).next().is_some_and(|(place, other)| {
                other.clause == spot.clause && self.figure(place).is_some_and(is_counter)
            })
    }

    /// What is printed between two figures.
    pub(super) fn text_between(&self, from: usize, to: usize) -> String {
        let tokens = self.passage.tokens;
        let token = |at: usize| tokens.tokens.get(self.token(at));
        token(from).zip(token(to)).map_or_else(String::new, |(a, b)| tokens.text(a.to, b.from))
    }

    /// What is printed between the beginning of its sentence and its first figure.
    pub(super) fn lead_of_sentence(&self, first: usize) -> String {
        self.spot(first).map_or_else(String::new, |spot| self.passage.lead_of_sentence(spot))
    }

    /// What is printed behind a figure, up to the next one or the end of its sentence or group of clauses.
    pub(super) fn text_behind(&self, at: usize) -> String {
        let tokens = self.passage.tokens;
        let is_end = |what: What| {
            matches!(what, What::Figure(_) | What::Sign(Sign::Semicolon | Sign::Stop | Sign::Edge))
        };
        let behind = tokens.tokens.get(self.token(at) + 1..).unwrap_or(&[]).iter();
        let own = behind.take_while(|token| !is_end(token.what));
        tokens.texts(own)
    }

    /// The clauses behind a figure in its sentence, its own rest the first.
    pub(super) fn clauses_behind(&self, at: usize) -> Vec<&[Token]> {
        /// They may go on for so many tokens.
        const FAR: usize = 80;
        let behind = self.passage.tokens.tokens.get(self.token(at) + 1..).unwrap_or(&[]);
        let is_stop = |token: &Token| matches!(token.what, What::Sign(Sign::Stop | Sign::Edge));
        let end = behind.iter().take(FAR).position(is_stop).unwrap_or(FAR.min(behind.len()));
        let is_comma =
            |token: &Token| matches!(token.what, What::Sign(Sign::Comma | Sign::Semicolon));
        behind.get(..end).unwrap_or(&[]).split(is_comma).collect()
    }

    /// Whether one of the clauses behind a figure, up to the next figure, says a word of a list and nothing else.
    pub(super) fn is_said_behind(&self, at: usize, list: &str) -> bool {
        let clauses = self.clauses_said_behind(at);
        clauses.iter().any(|clause| self.passage.tokens.is_word(list, clause))
    }

    /// The clauses behind a figure, up to the next figure, that are no part of the clause of that.
    pub(super) fn clauses_said_behind(&self, at: usize) -> Vec<String> {
        let text = self.text_behind(at);
        let mut clauses: Vec<String> = text.split(',').map(str::to_owned).collect();
        // 未超过预算10%: the figure belongs to the clause
        let is_cut = self.spot(at).zip(self.after(at).next()).is_some_and(|(own, (_, next))| {
            next.sentence == own.sentence && next.segment == own.segment
        });
        if is_cut {
            clauses.pop();
        }
        clauses
    }

    /// Whether a word of a class stands directly behind a figure, words that say nothing apart.
    pub(super) fn is_followed_by(&self, at: usize, class: Class) -> bool {
        let tokens = &self.passage.tokens.tokens;
        let mut behind = tokens.get(self.token(at) + 1..).unwrap_or(&[]).iter();
        let next = behind.find(|token| token.what != What::Word(Class::Filler));
        next.is_some_and(|token| token.what == What::Word(class))
    }

    /// Whether a sign stands directly behind a figure.
    pub(super) fn is_followed_by_sign(&self, at: usize, sign: Sign) -> bool {
        let next = self.passage.tokens.tokens.get(self.token(at) + 1);
        next.is_some_and(|next| next.what == What::Sign(sign))
    }

    /// Whether a sign stands between two figures, brackets apart.
    pub(super) fn has_sign(&self, from: usize, to: usize, sign: Sign) -> bool {
        let stream = self.spot(to).map_or(0, |spot| spot.stream);
        let own = self.passage.layout.streams.get(stream).map_or(&[][..], |own| &own.tokens);
        let (from, to) = (self.token(from), self.token(to));
        // tokens stand in their order
        let first = own.partition_point(|token| *token <= from);
        own.iter().skip(first).take_while(|token| **token < to).any(|token| {
            self.passage
                .tokens
                .tokens
                .get(*token)
                .is_some_and(|token| token.what == What::Sign(sign))
        })
    }

    /// Whether the sentence of a figure, up to the end of its clause, speaks of a scope of its own: 同口径, 剔除.
    pub(super) fn has_scope(&self, at: usize) -> bool {
        self.spot(at).is_some_and(|spot| self.passage.has_scope(spot))
    }

    /// Whether a figure is the whole that a rate directly behind it is of: 为年初预算80万元的95%.
    pub(super) fn is_whole_of(&self, at: usize) -> bool {
        let Some((next, rate)) = self.after(at).next() else { return false };
        let is_rate = self.figure(next).is_some_and(|figure| figure.kind == Kind::Percent);
        let own = self.passage.tokens.tokens.get(self.token(at) + 1);
        is_rate
            && self.spot(at).is_some_and(|spot| spot.clause == rate.clause)
            && own.is_some_and(|token| token.what == What::Word(Class::Of))
    }

    /// Whether a bracket opens directly behind a figure.
    pub(super) fn opens_bracket(&self, at: usize) -> bool {
        let behind = self.passage.tokens.tokens.get(self.token(at) + 1);
        behind.is_some_and(|token| token.what == What::Sign(Sign::Open))
    }

    /// A name without the words of stages and totals at its end.
    pub(super) fn bare<'n>(&self, name: &'n str) -> &'n str {
        let tokens = self.passage.tokens;
        tokens.without_total(tokens.without_stages(name))
    }

    /// Whether a name may be that of a fact: it says nothing, or ends as the fact's name does; 经费支出 is 经费, too.
    pub(super) fn names(&self, name: &str, fact: usize) -> bool {
        let Some(spot) = self.spot(fact) else { return false };
        let name = self.core(name);
        let facts = [self.core(&spot.name), self.core(&spot.raw)];
        let ends = |name: &str| facts.iter().any(|fact| fact.ends_with(name));
        let mut flows = self.flows().map(|(_, short)| short);
        let bare = flows.find_map(|short| name.strip_suffix(short));
        name.is_empty() || ends(&name) || bare.is_some_and(|bare| !bare.is_empty() && ends(bare))
    }

    /// Whether a text ends with a word that denies what follows.
    pub(super) fn ends_denied(&self, text: &str) -> bool {
        self.passage.tokens.words_of("denied").any(|word| text.ends_with(word))
    }

    /// Whether words name a fact: they are the end of its name, or leave something out in its middle: 年末结转和结余 of
    /// 年末财政拨款结转和结余.
    pub(super) fn is_called(&self, name: &str, fact: &Spot) -> bool {
        /// Characters of a name that stay at its beginning and at its end where it leaves something out.
        const EDGE: usize = 2;
        let length = name.chars().count();
        let leaves_out = |whole: &str| {
            let mut rest = whole.chars();
            let edge = |text: &str| text.chars().take(EDGE).collect::<String>();
            let end = |text: &str| text.chars().rev().take(EDGE).collect::<String>();
            length > EDGE
                && edge(name) == edge(whole)
                && end(name) == end(whole)
                && name.chars().all(|c| rest.any(|own| own == c))
        };
        // 机关运行经费 of 机关运行经费支出
        let is_flow = |whole: &str| {
            let rest = whole.rsplit_once(name).map(|(_, rest)| rest);
            rest.is_some_and(|rest| self.flows().any(|(flow, _)| flow == rest))
        };
        // 不含税价 is no 含税价
        let is_end =
            |whole: &str| whole.strip_suffix(name).is_some_and(|before| !self.ends_denied(before));
        let is_named = |whole: &str| is_end(whole) || leaves_out(whole) || is_flow(whole);
        let is_denied = fact.words.contains(&Class::Not);
        length >= EDGE
            && !(is_denied && fact.name == name)
            && [fact.name.as_str(), fact.raw.as_str(), self.bare(&fact.name), self.bare(&fact.raw)]
                .into_iter()
                .any(is_named)
    }

    /// Whether a fact is told to be a part of the one before it: 项目支出中设备购置30万元; 项目支出中，设备购置30万元.
    pub(super) fn is_among(&self, last: usize, at: usize) -> bool {
        let text = self.text_between(last, at);
        let Some(last) = self.spot(last) else { return false };
        let mut behind = text.split(last.name.as_str()).skip(1);
        let is_among =
            |rest: &str| self.passage.tokens.words_of("among").any(|word| rest.starts_with(word));
        !last.name.is_empty() && behind.any(is_among)
    }

    /// Words of what comes in and goes out, with what names make of them: 收入、支出总计 is 收支总计.
    fn flows(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.passage.tokens.words_of("flows").filter_map(|own| own.split_once('='))
    }

    /// A name without the words of stages and totals, wherever they stand: 财政拨款预算支出 is 财政拨款支出.
    pub(super) fn core(&self, name: &str) -> String {
        let tokens = self.passage.tokens;
        let words = ["stage_ends", "total", "whole_first"]
            .into_iter()
            .flat_map(|list| tokens.words_of(list));
        let mut out = name.to_owned();
        for (word, short) in words.map(|word| (word, "")).chain(self.flows()) {
            if out.contains(word) {
                out = out.replace(word, short);
            }
        }
        out
    }

    /// Whether a word 等 belongs to the name behind it: 上级补助等收入.
    fn is_in_name(&self, stream: &[usize], nth: usize) -> bool {
        let token = |nth: usize| self.passage.tokens.tokens.get(*stream.get(nth)?);
        let is_other = token(nth).is_some_and(|own| {
            self.passage.tokens.is_word("and_others", &self.passage.tokens.text(own.from, own.to))
        });
        // 保险缴费及住房公积金等126.00万元: an amount of several
        let is_name = |what: What| match what {
            What::Figure(figure) => {
                let figure = self.passage.tokens.figures.get(figure);
                let before = nth.checked_sub(1).and_then(token);
                figure.is_some_and(|figure| figure.kind == Kind::Money)
                    && before.is_some_and(|before| before.what == What::Text)
            }
            What::Sign(_) => false,
            _ => true,
        };
        is_other && token(nth + 1).is_some_and(|next| is_name(next.what))
    }

    /// What was done of a plan, where its sentence tells it behind the plan without saying again what of:
    /// 运行经费年初预算80万元，支出决算75万元.
    pub(super) fn done_of(&self, plan: usize) -> Option<usize> {
        /// A shorter name tells but the direction: 支出决算.
        const SHORT: usize = 2;
        let own = self.spot(plan)?;
        let behind = self.after(plan).take_while(|(_, other)| other.sentence == own.sentence);
        let mut done = behind.filter(|(at, other)| {
            self.is_like(*at, plan)
                && self.is_fact(*at)
                && other.when.stage == Some(Class::Done)
                && self.passage.tokens.without_stages(&other.name).chars().count() <= SHORT
        });
        done.next().filter(|_| done.next().is_none()).map(|(done, _)| done)
    }
}

fn is_amount(kind: Kind) -> bool {
    matches!(kind, Kind::Money | Kind::Count | Kind::Score)
}
