//! What a check says: its message, both its sides, its arithmetic and its hint.

use super::check_words::{
    WORKED, and_others, is_code, odds_words, relation_words, stated_side, together, turned,
    with_others,
};
use super::phrase::{Phrase, template};
use super::{BLANK, difference_words, fill, labelled};
use crate::audit::{
    Check, CheckDetail, CheckFigure, CheckRelation, Fault, FigureRole, MessagePiece, Nature,
    Verdict,
};
use ecow::{EcoString, eco_format};
use gouji_values::code::Code;
use gouji_values::lang::{Lang, tell};

impl Check {
    /// For a violation what is wrong, for `unchecked` why, for `corroborated` why it proves nothing; empty otherwise.
    #[must_use]
    pub fn message(&self) -> String {
        self.message_in(Lang::Chinese)
    }

    /// The same in a language; what a rule says in words of its own stays in those.
    #[must_use]
    pub fn message_in(&self, lang: Lang) -> String {
        let words = match (self.verdict, self.reason.as_deref(), self.detail.as_deref()) {
            (Verdict::Unchecked, Some(why), _) => why.words(lang),
            (Verdict::Corroborated, why, _) => {
                let why =
                    why.map_or_else(String::new, |why| lang.colon().to_owned() + &why.words(lang));
                tell!(lang, "印证，不算核对{why}", "corroborated, not checked{why}")
            }
            (Verdict::Violation, _, Some(detail)) => match &detail.words {
                Some(pieces) => Told::of(self, lang).pieces(pieces),
                None => Told::of(self, lang).phrase(detail).map_or_else(String::new, |phrase| {
                    fill(template(phrase.code()), &phrase, lang)
                }),
            },
            _ => String::new(),
        };
        labelled(self.label_of_script(), words, lang)
    }

    fn label_of_script(&self) -> Option<&str> {
        self.detail.as_deref().and_then(|detail| detail.label.as_deref())
    }

    /// The code of what is wrong; `None` where nothing is.
    #[must_use]
    pub fn fault(&self) -> Option<&'static str> {
        let detail = self.detail.as_deref().filter(|_| self.verdict == Verdict::Violation)?;
        Some(gouji_values::code::Coded::id(&detail.fault))
    }

    /// Of a violated equality both sides and the difference, without saying which of them is wrong;
    /// empty otherwise.
    #[must_use]
    pub fn both(&self) -> String {
        self.both_in(Lang::Chinese)
    }

    /// The same in a language.
    #[must_use]
    pub fn both_in(&self, lang: Lang) -> String {
        labelled(self.label_of_script(), self.apart(lang), lang)
    }

    fn apart(&self, lang: Lang) -> String {
        let Some(detail) = self
            .detail
            .as_deref()
            .filter(|detail| detail.fault == Fault::Apart && self.relation == CheckRelation::Equal)
        else {
            return String::new();
        };
        let told = Told::of(self, lang);
        let (Some(stated), Some(computed), Some([left, right])) = (
            told.with_unit(told.stated.as_ref()),
            told.with_unit(told.computed.as_ref()),
            told.equations(detail),
        ) else {
            return String::new();
        };
        let first = told.first();
        if let Some((stated, computed)) = told.directions() {
            return tell!(
                lang,
                "{first} 为“{stated}”，按前面的数是“{computed}”",
                "{first} says “{stated}”; by the numbers before it is “{computed}”"
            );
        }
        let second = told.label(FigureRole::Operand);
        if detail.is_tie && second.is_none() && detail.is_fact {
            return tell!(
                lang,
                "{first} 为 {stated}，文件是 {computed}",
                "{first} is {stated}; the document is {computed}"
            );
        }
        let left = left.map_or_else(
            || format!("{first} {stated}"),
            |left| format!("{} {left}", together(self, &first, &left, lang)),
        );
        let other = second.filter(|_| detail.is_tie).map(|second| format!("{second} {computed}"));
        let right =
            other.unwrap_or_else(|| right.map_or_else(|| computed.to_string(), String::from));
        format!("{left} ≠ {right}{}", told.apart())
    }

    /// Of a violation what was worked out, with its figures put in: `67.83 ÷ (274.08 ＋ 67.83) ＝
    /// 19.84%`.
    #[must_use]
    pub fn arithmetic(&self) -> Option<EcoString> {
        let detail = self.detail.as_deref().filter(|detail| detail.fault == Fault::Apart)?;
        let told = Told::of(self, Lang::Chinese);
        let [left, right] = told.equations(detail)?;
        right.or(left)
    }

    /// What the stated side is worked out of, where it is no single figure: `10.00 ÷ 20.00`.
    #[must_use]
    pub fn left_worked(&self) -> Option<String> {
        let detail = self.detail.as_deref()?;
        let told = Told::of(self, Lang::Chinese);
        let [left, _] = told.equations(detail)?;
        let shown = left.and_then(|left| left.split(" ＝ ").next().map(ToOwned::to_owned));
        shown.or_else(|| told.worked_unseen())
    }

    /// What the stated side is called then: `label`, and what it is worked out of unless that is code.
    #[must_use]
    pub fn called_with_others(&self, label: &str, lang: Lang) -> Option<String> {
        self.left_worked().map(|worked| and_others(label, &worked, lang))
    }

    /// Whether its message says which side of an equality is wrong, or says nothing: only a suspect
    /// may be said to be wrong.
    #[must_use]
    pub fn accuses(&self) -> bool {
        let Some(detail) = self.detail.as_deref().filter(|_| self.verdict == Verdict::Violation)
        else {
            return true;
        };
        match &detail.words {
            // a rule says it in its own words
            Some(pieces) => {
                let is_accusing = |piece: &MessagePiece| matches!(piece, MessagePiece::ShouldBe(_));
                pieces.iter().any(is_accusing) || self.message().is_empty()
            }
            None => Told::of(self, Lang::Chinese)
                .phrase(detail)
                .is_none_or(|phrase| phrase.code().accuses()),
        }
    }

    /// Whether [`Check::both`] names the two values: words for directions are none.
    #[must_use]
    pub fn sides_have_values(&self) -> bool {
        Told::of(self, Lang::Chinese).directions().is_none()
    }

    /// Whether [`Check::both`] holds what [`Check::arithmetic`] tells.
    #[must_use]
    pub fn sides_have_arithmetic(&self) -> bool {
        let Some(detail) = self.detail.as_deref() else { return false };
        let told = Told::of(self, Lang::Chinese);
        let is_tie = detail.is_tie && (told.label(FigureRole::Operand).is_some() || detail.is_fact);
        // where a second figure stands opposite, what was worked out for it is left out
        let is_left_out = is_tie && detail.worked.1.is_some();
        self.relation == CheckRelation::Equal && told.directions().is_none() && !is_left_out
    }

    /// Whether its message names the values that it compares.
    #[must_use]
    pub fn message_has_values(&self) -> bool {
        let told = Told::of(self, Lang::Chinese);
        let detail = self.detail.as_deref().filter(|_| self.verdict == Verdict::Violation);
        let prints = |pieces: &[MessagePiece], value: Option<&EcoString>| {
            pieces.iter().any(|piece| {
                matches!((piece, value), (MessagePiece::Printed(text), Some(value)) if text.contains(value.as_str()))
            })
        };
        let (stated, computed) = match detail.map(|detail| (detail, &detail.words)) {
            Some((_, Some(pieces))) => (
                pieces.contains(&MessagePiece::Stated) || prints(pieces, self.stated.as_ref()),
                pieces.contains(&MessagePiece::Computed) || prints(pieces, self.computed.as_ref()),
            ),
            Some((detail, None)) => {
                let phrase = told.phrase(detail);
                let slots = phrase.as_ref().map_or(&[][..], |phrase| phrase.code().slots());
                (slots.contains(&"stated"), slots.contains(&"computed"))
            }
            None => (false, false),
        };
        (stated || self.stated.is_none()) && (computed || self.computed.is_none())
    }
}

/// A check with the values that its words name.
pub(super) struct Told<'a> {
    pub(super) check: &'a Check,
    pub(super) lang: Lang,
    /// Its figures have names; those of counts stand nowhere.
    pub(super) has_figures: bool,
    pub(super) stated: Option<EcoString>,
    computed: Option<EcoString>,
    difference: Option<EcoString>,
    /// The sign stands in words on both sides (下降19.80%): what is told has none.
    is_unsigned: bool,
}

impl<'a> Told<'a> {
    fn of(check: &'a Check, lang: Lang) -> Self {
        let (has_figures, values) =
            match check.detail.as_deref().and_then(|detail| detail.counts.as_deref()) {
                Some(values) => (false, values.clone()),
                None => {
                    (true, [&check.stated, &check.computed, &check.difference].map(Clone::clone))
                }
            };
        let [stated, computed, difference] = values;
        let told =
            Self { check, lang, has_figures, stated, computed, difference, is_unsigned: false };
        if told.says_sign_in_words() { told.unsigned() } else { told }
    }

    /// Whether both sides are less than nothing because a word says so.
    fn says_sign_in_words(&self) -> bool {
        let is_less =
            |value: &Option<EcoString>| value.as_deref().is_some_and(|v| v.starts_with('-'));
        let is_plain = |figure: CheckFigure<'_>| {
            figure.printed().value.as_deref().is_some_and(|value| !value.starts_with('-'))
        };
        let is_one = |worked: &Option<EcoString>| {
            worked.as_deref().is_none_or(|worked| turned(worked).is_some())
        };
        let worked = self.check.detail.as_deref().map(|detail| &detail.worked);
        self.has_figures
            && is_less(&self.stated)
            && is_less(&self.computed)
            && self.check.stated_figure().is_some_and(is_plain)
            && worked.is_none_or(|(left, right)| is_one(left) && is_one(right))
            && self.check.relation == CheckRelation::Equal
    }

    fn unsigned(self) -> Self {
        let turned = |value: Option<EcoString>| {
            value.map(|value| match value.strip_prefix('-') {
                Some(value) => value.into(),
                None if value.chars().all(|c| matches!(c, '0' | '.')) => value,
                None => eco_format!("-{value}"),
            })
        };
        Self {
            stated: turned(self.stated),
            computed: turned(self.computed),
            difference: turned(self.difference),
            is_unsigned: true,
            ..self
        }
    }

    /// What was worked out on either side with its result; `None` where a side has no value.
    fn equations(&self, detail: &CheckDetail) -> Option<[Option<EcoString>; 2]> {
        let equals = |worked: &Option<EcoString>, value: &EcoString| {
            worked.as_ref().map(|worked| {
                let turned = turned(worked).filter(|_| self.is_unsigned);
                let worked = turned.unwrap_or_else(|| worked.to_string());
                eco_format!("{worked} ＝ {value}")
            })
        };
        let (stated, computed) =
            (self.with_unit(self.stated.as_ref())?, self.with_unit(self.computed.as_ref())?);
        Some([equals(&detail.worked.0, &stated), equals(&detail.worked.1, &computed)])
    }

    fn with_unit(&self, value: Option<&EcoString>) -> Option<EcoString> {
        let unit = self.check.unit.as_deref().unwrap_or("");
        // what is printed in points is told in points
        let is_points = unit == "%"
            && self.check.stated_figure().is_some_and(|figure| {
                figure.printed().text.ends_with(super::POINTS.of(Lang::Chinese))
            });
        Some(eco_format!(
            "{}{}",
            value?,
            if is_points { super::POINTS.of(self.lang) } else { unit }
        ))
    }

    fn label(&self, role: FigureRole) -> Option<String> {
        let mut figures = self.check.figures().filter(|_| self.has_figures);
        figures
            .find(|figure| figure.role == role)
            .map(|figure| figure.said_in(self.lang).to_string())
    }

    /// What the check is about.
    fn first(&self) -> String {
        if !self.check.prints_what_it_states() {
            return super::WHOLE.of(self.lang).to_owned();
        }
        let (lang, worked) = (self.lang, WORKED.of(self.lang));
        match (self.label(FigureRole::Stated), self.worked_unseen()) {
            // what cannot be put into figures is named as the rule writes it: its first figure prints something else
            // readers of a script's findings need not know its code
            _ if self.is_worked_by_script() => worked.to_owned(),
            (Some(label), Some(_)) if self.check.nature == Nature::Expected => {
                with_others(&label, lang)
            }
            // a value follows that the figure does not print
            (Some(label), Some(side)) if is_code(&side) => {
                tell!(lang, "由 {label} 等{worked}", "{worked} of {label} and others")
            }
            (Some(label), Some(side)) => and_others(&label, &side, lang),
            (Some(label), None) if let Some(of) = self.counted_words() => {
                tell!(lang, "{label} 的{of}", "{of} of {label}")
            }
            (Some(label), None) => label,
            (None, _) => {
                let side = stated_side(&self.check.expression);
                if is_code(&side) { worked.to_owned() } else { side }
            }
        }
    }

    fn difference(&self) -> Option<String> {
        let difference = self.difference.as_deref()?;
        Some(difference_words(difference, self.check.unit.as_deref(), self.lang))
    }

    /// The difference, to be put behind a sentence.
    fn apart(&self) -> String {
        self.difference().map_or_else(String::new, |difference| self.differs_by(&difference))
    }

    fn differs_by(&self, difference: &str) -> String {
        tell!(self.lang, "，相差 {difference}", ", off by {difference}")
    }

    /// The rule's own words.
    fn pieces(&self, pieces: &[MessagePiece]) -> String {
        let value = |value: Option<&EcoString>| self.with_unit(value).unwrap_or_default();
        let piece = |piece: &MessagePiece| match piece {
            MessagePiece::Said(said) => said.of(self.lang).into(),
            MessagePiece::Text(text)
            | MessagePiece::ShouldBe(text)
            | MessagePiece::Printed(text) => text.clone(),
            MessagePiece::Stated => value(self.stated.as_ref()),
            MessagePiece::Computed => value(self.computed.as_ref()),
            MessagePiece::Difference => self.difference().unwrap_or_default().into(),
        };
        let words: String = pieces.iter().map(piece).map(String::from).collect();
        // brackets around a value that is not there are its own
        words.replace(&format!("（{BLANK}）"), BLANK).replace(&format!("({BLANK})"), BLANK)
    }

    /// The sentence of a check whose rule has no words of its own.
    fn phrase(&self, detail: &CheckDetail) -> Option<Phrase> {
        let value = |value: Option<&EcoString>| {
            self.with_unit(value).map_or_else(String::new, String::from)
        };
        let (stated, computed) = (value(self.stated.as_ref()), value(self.computed.as_ref()));
        let lang = self.lang;
        Some(match &detail.fault {
            Fault::Apart => return Some(self.sides(detail, stated, computed)),
            Fault::NoBase { meant } => {
                let printed = self
                    .check
                    .stated_figure()
                    .map(|figure| figure.printed().text.split_whitespace().collect());
                let rate: String = printed
                    .unwrap_or_else(|| self.stated.as_deref().unwrap_or_default().to_owned());
                let meant = if meant.is_empty() {
                    String::new()
                } else {
                    tell!(
                        lang,
                        "；按“{meant}”计算，正好是{rate}",
                        "; on “{meant}” it is just {rate}"
                    )
                };
                Phrase::NoBase { rate, meant }
            }
            Fault::BlankForm => {
                let first = self
                    .check
                    .figure(0)
                    .map(|figure| figure.said_in(lang).to_string())
                    .unwrap_or_default();
                Phrase::BlankForm { first, stated }
            }
            Fault::Improbable { addends, times, number } => Phrase::Improbable {
                first: self
                    .check
                    .stated_figure()
                    .map_or_else(String::new, |figure| figure.label_in(lang).to_string()),
                stated,
                computed,
                apart: value(self.difference.as_ref()),
                addends: *addends,
                odds: odds_words(*times, lang),
                among: if *number > 1 {
                    tell!(lang, "，全文共有 {number} 个这样的合计", " among {number} such totals")
                } else {
                    String::new()
                },
            },
            Fault::Unwanted => Phrase::Unwanted { words: stated },
            Fault::Reported => return None,
        })
    }

    fn sides(&self, detail: &CheckDetail, stated: String, computed: String) -> Phrase {
        let lang = self.lang;
        if let Some(first) = self.between_days() {
            let relation = relation_words(self.check.relation, false);
            let apart = self.difference.as_deref().map_or_else(String::new, |difference| {
                self.differs_by(&tell!(lang, "{difference} 天", "{difference} days"))
            });
            let stated = tell!(lang, "{stated} 天", "{stated} days");
            let computed = tell!(lang, " {computed} 天", "{computed} days");
            return Phrase::Bounded { first, stated, relation, computed, apart };
        }
        let (mut first, apart) = (self.first(), self.apart());
        if let Some((stated, computed)) = self.directions() {
            return Phrase::Direction { first, stated, computed: computed.to_owned() };
        }
        let relation = relation_words(self.check.relation, self.check.compares_days());
        match (self.check.relation, detail.is_tie, self.label(FigureRole::Operand)) {
            (CheckRelation::Equal, true, Some(second)) => {
                Phrase::Tie { first, stated, second, computed, apart }
            }
            (CheckRelation::Equal, true, None) if self.check.unit.is_none() && detail.is_fact => {
                Phrase::Fact { first, stated, computed }
            }
            (CheckRelation::Equal, true, None) => Phrase::Fixed { first, stated, computed, apart },
            (CheckRelation::Equal, ..) => Phrase::Worked { first, stated, computed, apart },
            (_, true, Some(second)) => {
                Phrase::Related { first, stated, relation, second, computed, apart }
            }
            (.., second) => {
                let [left, right] = self.equations(detail).unwrap_or_default();
                if let Some(left) = left.as_deref().filter(|_| self.has_figures) {
                    first = together(self.check, &first, left, lang);
                }
                let second = second.filter(|_| left.is_none() && self.check.size() == 2);
                let computed = match (right, second) {
                    (Some(right), Some(second)) => format!("{second} {right}"),
                    (right, _) => right.map_or(computed, String::from),
                };
                let stated = left.map_or(stated, String::from);
                Phrase::Bounded { first, stated, relation, computed, apart }
            }
        }
    }

    /// Words for a direction that was printed as a word (`小于`) and the one that was computed.
    fn directions(&self) -> Option<(String, &'static str)> {
        let figure = self.check.stated_figure().filter(|_| self.has_figures)?;
        let computed = match self.computed.as_deref()? {
            "1" => self.lang.of("大于", "more than"),
            "0" => self.lang.of("等于", "equal to"),
            "-1" => self.lang.of("小于", "less than"),
            _ => return None,
        };
        let is_sign =
            matches!(self.stated.as_deref(), Some("1" | "0" | "-1")) && self.check.unit.is_none();
        let printed = figure.printed();
        let is_word = !printed.text.is_empty() && !printed.text.chars().any(char::is_numeric);
        // how many of something there are is no word for a direction
        let is_counted = stated_side(&self.check.expression).contains('(');
        (is_sign && is_word && !is_counted)
            .then(|| (printed.text.split_whitespace().collect(), computed))
    }
}
