//! A check: plain values. What it says in words is made of them in [`say`](crate::say).

use super::{CheckFigure, CheckRelation, Cite, FigureRole, Seen, Severity, Sides, Verdict, Why};
use ecow::EcoString;
use gouji_values::code::{coded, codes};
use gouji_values::document::Span;
use gouji_values::lang::{BilingualText, Lang};
use gouji_values::number::{Decimal, day, is_digit};
use gouji_values::paper::Paper;
use std::borrow::Cow;
use std::sync::Arc;

/// One identity with one stated figure, evaluated.
#[derive(Clone, Debug)]
pub struct Check {
    /// Id of the rule or claim.
    pub rule: EcoString,
    /// Further rules that state the same identity.
    pub also: Vec<EcoString>,
    /// Severity, should it be a violation.
    pub severity: Severity,
    /// Verdict.
    pub verdict: Verdict,
    /// Relation between stated and computed.
    pub relation: CheckRelation,
    /// What kind of check it is.
    pub nature: Nature,
    /// Both sides as expressions over printed figures, where they are numbers: what finds the
    /// guilty figure.
    pub sides: Option<Sides>,
    /// Why it could not be decided, or why its agreement proves nothing; of `unchecked` and `corroborated` alone.
    pub reason: Option<Box<Why>>,
    /// Which expectation of its rule it is.
    pub number: u32,
    /// The place that it was made at.
    pub at: CheckedAt,
    /// The expectation as the rule file writes it.
    pub expression: EcoString,
    /// Stated value, in `unit`.
    pub stated: Option<EcoString>,
    /// Computed value at the stated decimals, in `unit`.
    pub computed: Option<EcoString>,
    /// Stated minus computed, in `unit`.
    pub difference: Option<EcoString>,
    /// Unit of the three values.
    pub unit: Option<EcoString>,
    /// Printed figures, each place once, the stated one first.
    pub cites: Box<[Cite]>,
    /// What it shares with the other checks of its rule.
    pub about: Arc<About>,
    /// What its words need besides, where it has any.
    pub detail: Option<Box<CheckDetail>>,
}

/// What a rule says of itself in each of its checks.
#[derive(Clone, Default)]
pub struct About {
    /// In a line.
    pub name: Option<EcoString>,
    /// What it rests on.
    pub basis: Option<EcoString>,
    /// What the reader may do or consider.
    pub hint: Option<EcoString>,
    /// Ids of rules that its rule took the place of.
    pub replaces: Arc<[EcoString]>,
    /// Its rule is the author's and has words of its own, which are said whatever else is.
    pub speaks: bool,
    /// What its figures stand in.
    pub seen: Option<Arc<dyn Seen>>,
}

impl std::fmt::Debug for About {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut out = f.debug_struct("About");
        out.field("name", &self.name)
            .field("basis", &self.basis)
            .field("hint", &self.hint)
            .finish_non_exhaustive()
    }
}

codes! {
    /// What kind of check it is.
    Nature, "nature":
    /// A formula of a rule.
    Formula = "formula",
    /// A parent and its children in a tree of codes.
    Tree = "tree",
    /// Numbering, or values that are to be the same.
    Series = "series",
    /// A figure that is printed again in another unit.
    Restated = "restated",
    /// Words that must not be there.
    Never = "never",
    /// An expectation of a script.
    Expected = "script-expectation",
    /// What a script found by itself.
    Reported = "script-report",
    /// What a script left out.
    Skipped = "script-skip",
    /// A script that did not run to its end.
    Broken = "script-broken",
}

impl Nature {
    /// Whether the expression is a formula, not the name of a kind of check.
    #[must_use]
    pub fn has_formula(self) -> bool {
        match self {
            Self::Formula | Self::Tree | Self::Series | Self::Expected => true,
            Self::Restated | Self::Never | Self::Reported | Self::Skipped | Self::Broken => false,
        }
    }
}

/// The place that a check was made at, by the indices of what was recognised.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CheckedAt {
    /// Known by its whole key.
    Key(EcoString),
    /// A part, or the document, by its key.
    Scope(EcoString),
    /// A form.
    Form(u32),
    /// A row: form, side, row.
    Row([u32; 3]),
    /// A column: form, side, column.
    Column([u32; 3]),
    /// A group of rows: form, side, first row, column of the group's name.
    Group([u32; 4]),
    /// A parent in the tree of codes: form, side, row, column; of further sets of addends the
    /// level.
    Branch([u32; 4], Option<u8>),
    /// A figure printed twice: form, side, row, column; which of several rows of its name.
    Twice([u32; 4], u32),
    /// A sentence: its index, how many of its claim stand before it, its item.
    Sentence(u32, u32, Option<u32>),
}

/// What the words of a check need besides its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckDetail {
    /// What is wrong.
    pub fault: Fault,
    /// The words of the rule.
    pub words: Option<Box<[MessagePiece]>>,
    /// Each side is one figure.
    pub is_tie: bool,
    /// It is compared with a fact of the document: its year, its agency, its kind.
    pub is_fact: bool,
    /// Of several ways of its rule the others are not for this document: what it speaks of is known.
    pub is_only_way: bool,
    /// Stated, computed and difference, where they are printed nowhere: its only figure is the
    /// sentence.
    pub counts: Option<Box<[Option<EcoString>; 3]>>,
    /// What was worked out on either side, with its figures put in.
    pub worked: (Option<EcoString>, Option<EcoString>),
    /// What the reader may consider.
    pub hint: Option<Hint>,
    /// Words that the script of the rule put before its message.
    pub label: Option<EcoString>,
    /// Forms that the comparison of a script names, by their index in the ruleset, and of which
    /// document; what a formula names it tells itself.
    pub forms: Box<[(Paper, usize)]>,
    /// Words that the script of the rule gave this check: no other check takes its place.
    pub own: Option<EcoString>,
}

/// A piece of a rule's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessagePiece {
    /// Words.
    Text(EcoString),
    /// Words that say what a figure should be: which side is wrong.
    ShouldBe(EcoString),
    /// Words of ours, for a rule that has none of its own.
    Said(Box<BilingualText>),
    /// A value of the document, as printed.
    Printed(EcoString),
    /// The stated value.
    Stated,
    /// The computed value.
    Computed,
    /// The difference.
    Difference,
}

coded! {
    /// What is wrong with a check that does not hold.
    Fault, FaultCode, "fault":
    /// The two sides do not stand in the relation.
    Apart = "sides-apart",
    /// A rate is printed whose base is zero.
    NoBase {
        /// The amount on which the rate comes out, in the words of the sentence.
        meant: EcoString,
    } = "rate-without-base",
    /// An amount is said to stand in a form that holds no figure.
    BlankForm = "form-blank",
    /// A sum is off by what rounding hardly ever does.
    Improbable {
        /// Addends that are not zero.
        addends: usize,
        /// The odds are one in this number; 0 where they are next to nothing.
        times: u128,
        /// How many such sums there are.
        number: usize,
    } = "rounding-improbable",
    /// Words stand in the document that must not.
    Unwanted = "words-unwanted",
    /// The script of the rule found something.
    Reported = "script-report",
}

coded! {
    /// What the reader may consider of a check, beside what its rule says.
    Hint, HintCode, "hint":
    /// Off by one in the last digit of a percentage.
    LastDigit = "last-digit",
    /// With the decimals that each number prints it would hold.
    FewDecimals = "few-decimals",
    /// One of the addends is blank.
    AddendBlank = "addend-blank",
    /// Moved off its rounding so that its total comes out.
    Balanced = "balanced",
    /// Other lists of its shape come out; of this one not all may be listed.
    ListTaught = "list-taught",
    /// Not all may be listed; but for one wrong digit all that is listed comes out.
    ListSlipped = "list-slipped",
    /// Less is listed than the total; it was taken for all of it.
    ListInFull = "list-in-full",
    /// Its rule holds nowhere, and at most places with two arguments in the other order.
    Turned = "rule-turned",
}

fn is_nothing(decimals: &str) -> bool {
    decimals.bytes().all(|digit| digit == b'0')
}

impl CheckDetail {
    /// Of what is wrong alone.
    #[must_use]
    pub fn of(fault: Fault) -> Self {
        Self {
            fault,
            words: None,
            is_tie: false,
            is_fact: false,
            is_only_way: false,
            counts: None,
            worked: (None, None),
            hint: None,
            label: None,
            forms: Box::default(),
            own: None,
        }
    }
}

impl Check {
    /// Its figures, the stated one first.
    pub fn figures(
        &self,
    ) -> impl DoubleEndedIterator<Item = CheckFigure<'_>> + ExactSizeIterator + Clone {
        self.cites.iter().map(|cite| CheckFigure::new(cite, self.about.seen.as_deref()))
    }

    /// One of its figures.
    #[must_use]
    pub fn figure(&self, at: usize) -> Option<CheckFigure<'_>> {
        self.cites.get(at).map(|cite| CheckFigure::new(cite, self.about.seen.as_deref()))
    }

    /// Whether of three or more figures that are to add up to another one is blank.
    #[must_use]
    pub fn lacks_one_addend(&self) -> bool {
        let is_blank = |figure: &CheckFigure<'_>| {
            figure.document().is_none() && figure.printed().text.trim().is_empty()
        };
        self.relation == CheckRelation::Equal
            && self.cites.len() > 3
            && self.figures().filter(is_blank).count() == 1
    }

    /// The figure that the document states.
    #[must_use]
    pub fn stated_figure(&self) -> Option<CheckFigure<'_>> {
        self.figures().find(|figure| figure.role == FigureRole::Stated)
    }

    /// What its stated side comes to where it is worked out: the figure that it is named by prints
    /// another number.
    #[must_use]
    pub fn worked_out(&self) -> Option<String> {
        let stated = self.stated.as_deref()?;
        let number = |text: &str| text.parse::<Decimal>().ok();
        let told = number(stated)?;
        let printed = self.stated_figure()?.printed();
        if !printed.text.contains(is_digit) {
            return None;
        }
        // a direction in words is no part of the printed number
        let own = printed.value.as_deref().and_then(number);
        let is_same = own.is_some_and(|own| own.abs() == told.abs());
        let units = (self.unit.as_deref(), printed.unit.as_deref());
        let is_converted = own.is_some() && matches!(units, (Some(a), Some(b)) if a != b);
        let unit = self.unit.as_deref().unwrap_or("");
        (!is_same && !is_converted).then(|| format!("{stated}{unit}"))
    }

    /// Whether the value that it states is printed: of the 100% that all shares come to no sentence prints anything, and
    /// the check is about the place of the last of them.
    #[must_use]
    pub fn prints_what_it_states(&self) -> bool {
        let is_whole = self.unit.as_deref() == Some("%")
            && self.stated.as_deref().is_some_and(|stated| {
                stated.strip_prefix("100").is_some_and(|rest| {
                    rest.is_empty() || rest.strip_prefix('.').is_some_and(is_nothing)
                })
            });
        let prints = |figure: CheckFigure<'_>| {
            let printed = figure.printed();
            let value = printed.value.as_deref().unwrap_or("100");
            printed.unit != self.unit.as_deref().map(Into::into)
                || value.split('.').next() == Some("100")
        };
        let worked = self.detail.as_deref().is_some_and(|detail| detail.worked.0.is_some());
        !is_whole || worked || self.stated_figure().is_none_or(prints)
    }

    /// Where its figures stand, in their order, and the index into
    /// [`Audit::documents`](super::Audit::documents) of those that stand in another document.
    pub fn places(&self) -> impl Iterator<Item = (Span, Option<usize>)> + '_ {
        self.cites.iter().map(Cite::place)
    }

    /// Where the figure stands that it is about, as [`Check::places`].
    #[must_use]
    pub fn lead(&self) -> Option<(Span, Option<usize>)> {
        self.cites.iter().find(|cite| cite.role == FigureRole::Stated).map(Cite::place)
    }

    /// Which of its figures it is about, in the order of [`Check::places`]: the stated one, else
    /// the first.
    #[must_use]
    pub fn lead_index(&self) -> usize {
        self.cites.iter().position(|cite| cite.role == FigureRole::Stated).unwrap_or(0)
    }

    /// How many figures stand in it.
    #[must_use]
    pub fn size(&self) -> usize {
        self.cites.len()
    }

    /// Identity of the check without line and year (RULE-LANGUAGE, decision 32), readable:
    /// `支出-行合计|0||支出决算表||合计|`.
    #[must_use]
    pub fn key(&self) -> Cow<'_, str> {
        match (&self.at, &self.about.seen) {
            (CheckedAt::Key(key), _) => Cow::Borrowed(key),
            (_, Some(seen)) => Cow::Owned(seen.key(self)),
            (_, None) => Cow::Borrowed(&self.rule),
        }
    }

    /// What its rule says of itself in a line.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.about.name.as_deref()
    }

    /// What its rule rests on.
    #[must_use]
    pub fn basis(&self) -> Option<&str> {
        self.about.basis.as_deref()
    }

    /// Words that the script of the rule gave it: no other check takes its place.
    #[must_use]
    pub fn own(&self) -> Option<&EcoString> {
        self.detail.as_deref().and_then(|detail| detail.own.as_ref())
    }

    /// The same in a language, where they are words of ours.
    #[must_use]
    pub fn own_in(&self, lang: Lang) -> Option<&str> {
        let own = self.own()?;
        match self.detail.as_deref()?.words.as_deref() {
            Some([MessagePiece::Said(said)]) => Some(said.of(lang)),
            _ => Some(own),
        }
    }

    /// Whether both sides are days, which are early or late, not large or small.
    #[must_use]
    pub fn compares_days(&self) -> bool {
        let is_day =
            |side: &Option<EcoString>| side.as_deref().is_some_and(|side| day(side).is_some());
        self.unit.is_none() && is_day(&self.stated) && is_day(&self.computed)
    }

    /// Makes it undecided.
    pub fn leave_open(&mut self, why: Why) {
        self.verdict = Verdict::Unchecked;
        self.reason = Some(Box::new(why));
        if let Some(detail) = &mut self.detail {
            detail.label = None;
        }
    }

    /// Makes one whose figures agree one that proves nothing; why.
    pub fn corroborate(&mut self, why: Why) {
        self.verdict = Verdict::Corroborated;
        self.reason = Some(Box::new(why));
    }

    /// Makes it one that rounding explains: nothing is said to be wrong.
    pub fn round_off(&mut self) {
        self.verdict = Verdict::Rounding;
        self.detail = self.detail.take().filter(|detail| detail.own.is_some());
    }

    /// What is wrong, to be told in more detail.
    pub fn detail_mut(&mut self) -> &mut CheckDetail {
        self.detail.get_or_insert_with(|| Box::new(CheckDetail::of(Fault::Apart)))
    }
}
