//! The words that tell roles in a sentence, by class, found longest first.

use super::declared::Declared;
use super::lists::Lists;
use gouji_values::hash::QuickMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a word says of the figures around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// More, grows.
    Up,
    /// Less, falls.
    Down,
    /// More or less, as forms to be filled in print it: 增加（减少）.
    UpOrDown,
    /// Says that there is nothing else of the kind.
    NoOther,
    /// Points to what was told before.
    That,
    /// Says that two figures are one.
    Agrees,
    /// The same.
    Same,
    /// Says a change without its direction: how much was adjusted.
    Adjust,
    /// Says how much was put on.
    AdjustUp,
    /// Says how much was taken off.
    AdjustDown,
    /// Left over: what one figure lacks to another.
    Left,
    /// A figure follows that another is higher or lower than, or by how much it is.
    Above,
    /// The same, lower.
    Below,
    /// Opens a comparison.
    Compare,
    /// Opens a comparison that a closing word follows, or joins two names.
    With,
    /// Closes a comparison.
    Against,
    /// A comparison with the year before that names no base.
    YearOnYear,
    /// The period before.
    Last,
    /// The period of the document.
    This,
    /// The state at the beginning.
    Start,
    /// The state at the end.
    End,
    /// The first budget.
    PlanFirst,
    /// The adjusted budget.
    PlanFinal,
    /// A budget or plan.
    Plan,
    /// What was done.
    Done,
    /// A ratio of what was done to what was planned.
    Complete,
    /// Opens a share: of what it is.
    Share,
    /// A share as a noun.
    ShareNoun,
    /// Opens a from–to.
    From,
    /// Closes a from–to.
    To,
    /// The same, upwards.
    ToUp,
    /// The same, downwards.
    ToDown,
    /// An amount for each.
    Per,
    /// An amount for each that is worked out.
    Average,
    /// Opens a list of parts.
    OfWhich,
    /// Opens a list that is whole.
    Whole,
    /// Figures follow in the order of the names.
    Respectively,
    /// A list that goes on.
    Open,
    /// What is left of the whole.
    Rest,
    /// A total.
    Total,
    /// A total at the end of a list.
    Sum,
    /// Around the figure.
    About,
    /// More than the figure.
    Over,
    /// Less than the figure.
    Under,
    /// Behind a figure: that or more.
    OrMore,
    /// Behind a figure: that or less.
    OrLess,
    /// Of.
    Of,
    /// Nearly the figure.
    Near,
    /// Not.
    Not,
    /// Points that can be had.
    Weight,
    /// Points taken away.
    Deduct,
    /// Points that were got.
    Score,
    /// Weights that points are multiplied with.
    Factor,
    /// Money or things that come in.
    Income,
    /// Money or things that go out.
    Outgo,
    /// The first of a rank.
    Most,
    /// The last of a rank.
    Least,
    /// A scope of its own: figures of it are other figures.
    Scope,
    /// Words that say nothing.
    Filler,
    /// A pointer to the former of two.
    Former,
    /// Each of several.
    Each,
    /// A rate by name.
    RateNoun,
    /// Joins two names.
    And,
    /// A ratio whose whole is not known.
    Ratio,
    /// In and out are equal.
    Balanced,
    /// Points back to a figure: 上述.
    Pointer,
    /// Names follow: 即.
    Namely,
    /// One of several points: 一是.
    Enumerate,
    /// A plan, wherever it stands before its figure.
    PlanAny,
    /// All of a figure is one thing.
    Entire,
    /// A total over time, or of as many as are named.
    Cumulated,
    /// Before a figure that was said: 在, 对.
    On,
    /// Reaches what follows.
    Reach,
    /// The points of all.
    ScoreTotal,
    /// A period begins here: 开工.
    Begins,
    /// A period ends here: 竣工.
    Ends,
    /// A length of time follows: 历时.
    Lasts,
    /// The end of what has begun follows: 截至.
    Until,
    /// How far two days are from each other: 距.
    Apart,
    /// Figures follow from the greatest to the least.
    Falling,
    /// Figures follow from the least to the greatest.
    Rising,
    /// Before a figure: that or more.
    AtLeast,
    /// Before a figure: that or less.
    AtMost,
    /// Keeps within what follows.
    Keep,
    /// Two figures before it are one: all of it was paid.
    InFull,
    /// The same figure in another unit follows: 折合.
    Equals,
    /// Points are given by a ratio.
    ByRatio,
    /// All that went before comes together.
    InShort,
    /// Says what an amount is for.
    Spent,
    /// Reasons follow.
    Reason,
    /// A name that holds another word by chance.
    Name,
}

impl Class {
    /// Whether it says that something grows or falls, or leaves open which.
    #[must_use]
    pub fn is_way(self) -> bool {
        matches!(self, Self::Up | Self::Down | Self::UpOrDown)
    }

    /// Whether it is a word of a budget or plan, of whatever stage.
    #[must_use]
    pub fn is_plan(self) -> bool {
        matches!(self, Self::Plan | Self::PlanFirst | Self::PlanFinal)
    }
}

/// The name of each class in `vocabulary.toml`.
pub const CLASSES: &[(&str, Class)] = &[
    ("up", Class::Up),
    ("down", Class::Down),
    ("same", Class::Same),
    ("up_or_down", Class::UpOrDown),
    ("adjust", Class::Adjust),
    ("adjust_up", Class::AdjustUp),
    ("adjust_down", Class::AdjustDown),
    ("left", Class::Left),
    ("above", Class::Above),
    ("below", Class::Below),
    ("compare", Class::Compare),
    ("with", Class::With),
    ("against", Class::Against),
    ("year_on_year", Class::YearOnYear),
    ("last", Class::Last),
    ("this", Class::This),
    ("start", Class::Start),
    ("end", Class::End),
    ("plan_first", Class::PlanFirst),
    ("plan_final", Class::PlanFinal),
    ("plan", Class::Plan),
    ("done", Class::Done),
    ("complete", Class::Complete),
    ("share", Class::Share),
    ("share_noun", Class::ShareNoun),
    ("from", Class::From),
    ("to", Class::To),
    ("to_up", Class::ToUp),
    ("to_down", Class::ToDown),
    ("per", Class::Per),
    ("average", Class::Average),
    ("of_which", Class::OfWhich),
    ("whole", Class::Whole),
    ("respectively", Class::Respectively),
    ("open", Class::Open),
    ("rest", Class::Rest),
    ("total", Class::Total),
    ("sum", Class::Sum),
    ("about", Class::About),
    ("over", Class::Over),
    ("under", Class::Under),
    ("or_more", Class::OrMore),
    ("or_less", Class::OrLess),
    ("of", Class::Of),
    ("near", Class::Near),
    ("not", Class::Not),
    ("weight", Class::Weight),
    ("deduct", Class::Deduct),
    ("score", Class::Score),
    ("factor", Class::Factor),
    ("income", Class::Income),
    ("outgo", Class::Outgo),
    ("most", Class::Most),
    ("least", Class::Least),
    ("scope", Class::Scope),
    ("filler", Class::Filler),
    ("former", Class::Former),
    ("each", Class::Each),
    ("rate_noun", Class::RateNoun),
    ("and", Class::And),
    ("ratio", Class::Ratio),
    ("balanced", Class::Balanced),
    ("pointer", Class::Pointer),
    ("namely", Class::Namely),
    ("enumerate", Class::Enumerate),
    ("plan_any", Class::PlanAny),
    ("entire", Class::Entire),
    ("cumulated", Class::Cumulated),
    ("on", Class::On),
    ("reach", Class::Reach),
    ("score_total", Class::ScoreTotal),
    ("begins", Class::Begins),
    ("ends", Class::Ends),
    ("lasts", Class::Lasts),
    ("until", Class::Until),
    ("apart", Class::Apart),
    ("falling", Class::Falling),
    ("rising", Class::Rising),
    ("at_least", Class::AtLeast),
    ("at_most", Class::AtMost),
    ("keep", Class::Keep),
    ("in_full", Class::InFull),
    ("equals", Class::Equals),
    ("by_ratio", Class::ByRatio),
    ("in_short", Class::InShort),
    ("spent", Class::Spent),
    ("reason", Class::Reason),
    ("no_other", Class::NoOther),
    ("that", Class::That),
    ("agrees", Class::Agrees),
    ("name", Class::Name),
];

/// A table of words.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// By first character, the longest first.
    known: QuickMap<char, Vec<(Vec<char>, Class)>>,
    /// Words behind a figure that multiply it: 万, 亿.
    pub multiples: Vec<(char, u32)>,
    /// Words of counting behind a figure, longest first.
    pub counters: Vec<Vec<char>>,
    /// Tenths and halves as words, with their value in hundredths of a per cent.
    pub tenths: Vec<(Vec<char>, i64)>,
    /// Numbers as words.
    pub numerals: Vec<(char, u32)>,
    /// Percentage points.
    pub points: Vec<Vec<char>>,
    /// Units that are times of a figure.
    pub times: Vec<Vec<char>>,
    /// Points of a score.
    pub scores: Vec<Vec<char>>,
    /// Behind four digits: a year.
    pub year: Vec<char>,
    /// Behind digits: a month, a day.
    pub month: Vec<char>,
    /// A day.
    pub day: Vec<char>,
    /// Before digits that are no figure.
    pub no_figure_before: Vec<Vec<char>>,
    /// Behind digits that are no figure.
    pub no_figure_after: Vec<Vec<char>>,
    /// Lists that readings ask for.
    pub lists: Arc<Lists>,
}

impl Words {
    /// Of lists of words by the names of [`CLASSES`]; unknown names are lists of other kinds.
    #[must_use]
    pub fn new(lists: &BTreeMap<String, Vec<String>>) -> Self {
        let mut out = Self { lists: Arc::new(Lists::new(lists)), ..Self::default() };
        for (name, class) in CLASSES {
            for word in lists.get(*name).into_iter().flatten() {
                let chars: Vec<char> = word.chars().collect();
                if let Some(first) = chars.first() {
                    out.known.entry(*first).or_default().push((chars, *class));
                }
            }
        }
        #[expect(clippy::iter_over_hash_type, reason = "each list is sorted by itself")]
        for list in out.known.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        let list = |name: &str| -> Vec<Vec<char>> {
            let mut list: Vec<Vec<char>> =
                lists.get(name).into_iter().flatten().map(|word| word.chars().collect()).collect();
            list.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            list
        };
        let chars = |name: &str| list(name).into_iter().flatten().collect::<Vec<char>>();
        out.multiples = chars("ten_thousand").into_iter().map(|c| (c, 4)).collect();
        out.multiples.extend(chars("hundred_million").into_iter().map(|c| (c, 8)));
        out.counters = list("counters");
        out.points = list("points");
        out.times = list("times");
        out.scores = list("score_units");
        (out.year, out.month, out.day) = (chars("year"), chars("month"), chars("day"));
        (out.no_figure_before, out.no_figure_after) =
            (list("no_figure_before"), list("no_figure_after"));
        for word in lists.get("numerals").into_iter().flatten() {
            let mut parts = word.chars();
            if let (Some(c), Some(value)) = (parts.next(), parts.as_str().parse().ok()) {
                out.numerals.push((c, value));
            }
        }
        for word in lists.get("tenths").into_iter().flatten() {
            if let Some((word, value)) = word.split_once('=')
                && let Ok(value) = value.parse()
            {
                out.tenths.push((word.chars().collect(), value));
            }
        }
        out.tenths.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        out
    }

    /// The same with the roles and relations that rule files declare.
    #[must_use]
    pub fn with_declared(mut self, declared: Declared) -> Self {
        Arc::make_mut(&mut self.lists).declared = declared;
        self
    }

    /// The longest word at the start of some characters.
    #[must_use]
    pub fn at(&self, rest: &[Char]) -> Option<(Class, usize)> {
        let list = self.known.get(&rest.first()?.c)?;
        list.iter().find(|(word, _)| starts(rest, word)).map(|(word, class)| (*class, word.len()))
    }

    /// The value of a numeral.
    #[must_use]
    pub fn numeral(&self, c: char) -> Option<u32> {
        self.numerals.iter().find(|(known, _)| *known == c).map(|(_, value)| *value)
    }
}

/// A character that counts, folded, and its bytes in the passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Char {
    /// Folded.
    pub c: char,
    start: u32,
    end: u32,
}

impl Char {
    /// That stands at some bytes.
    pub(super) fn new(c: char, start: usize, end: usize) -> Self {
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { c, start: short(start), end: short(end) }
    }

    /// First byte.
    #[must_use]
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Behind its last byte.
    #[must_use]
    pub fn end(&self) -> usize {
        self.end as usize
    }
}

/// How the entries of a list are written that are more than words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryForm {
    /// A word, a sign of equality and a whole number.
    Number,
    /// A word, a sign of equality and words between plus signs.
    Words,
    /// Words between plus signs.
    Several,
    /// Two units and how many of the first the second is, between signs of equality.
    Scale,
    /// A character and the number that it stands for.
    Digit,
}

/// The lists whose entries are more than words.
pub const ENTRY_FORMS: &[(&str, EntryForm)] = &[
    ("days_of", EntryForm::Number),
    ("months_of", EntryForm::Number),
    ("periods", EntryForm::Number),
    ("gone_by", EntryForm::Number),
    ("multiples", EntryForm::Number),
    ("tenths", EntryForm::Number),
    ("all_of", EntryForm::Number),
    ("unit_scales", EntryForm::Scale),
    ("averaged", EntryForm::Words),
    ("parts_of_year", EntryForm::Words),
    ("flows", EntryForm::Words),
    ("name_ranges", EntryForm::Words),
    ("those_reached", EntryForm::Words),
    ("sides", EntryForm::Words),
    ("wholes", EntryForm::Several),
    ("change_wholes", EntryForm::Several),
    ("disjoint", EntryForm::Several),
    ("alike", EntryForm::Several),
    ("numerals", EntryForm::Digit),
];

/// Whether some characters begin with a word.
#[must_use]
pub(crate) fn starts(rest: &[Char], word: &[char]) -> bool {
    // nearly all words are told by their first character
    if rest.first().map(|first| first.c) != word.first().copied() {
        return word.is_empty();
    }
    rest.len() >= word.len() && rest.iter().zip(word).all(|(a, b)| a.c == *b)
}

/// The first of some words, longest first, that characters begin with.
#[must_use]
pub(crate) fn first_of(rest: &[Char], words: &[Vec<char>]) -> Option<usize> {
    words.iter().find(|word| starts(rest, word)).map(Vec::len)
}
