//! What a check that does not hold says, by code: the words of messages.

use gouji_values::code::coded;
use gouji_values::lang::Bilingual;

coded! {
    /// The sentence of a check that does not hold, where its rule has no words of its own.
    Phrase, PhraseCode, "message":
    /// A word for a direction is printed where another one follows from the figures.
    Direction {
        /// The figure.
        first: String,
        /// What is printed.
        stated: String,
        /// What follows.
        computed: String,
    } = "direction-wrong",
    /// Two figures that should be equal.
    Tie {
        /// The figure.
        first: String,
        /// Its value.
        stated: String,
        /// The other figure.
        second: String,
        /// Its value.
        computed: String,
        /// By how much they differ.
        apart: String,
    } = "figures-differ",
    /// A year or a name that is not the document's.
    Fact {
        /// The figure.
        first: String,
        /// What is printed.
        stated: String,
        /// What it is of the document.
        computed: String,
    } = "fact-differs",
    /// A figure that a rule gives a value.
    Fixed {
        /// The figure.
        first: String,
        /// Its value.
        stated: String,
        /// The rule's.
        computed: String,
        /// By how much they differ.
        apart: String,
    } = "value-differs",
    /// A figure and what is worked out for it.
    Worked {
        /// The figure.
        first: String,
        /// Its value.
        stated: String,
        /// What was worked out.
        computed: String,
        /// By how much they differ.
        apart: String,
    } = "result-differs",
    /// A relation between two figures.
    Related {
        /// The figure.
        first: String,
        /// Its value.
        stated: String,
        /// The relation, in words.
        relation: Bilingual,
        /// The other figure.
        second: String,
        /// Its value.
        computed: String,
        /// By how much they differ.
        apart: String,
    } = "figures-unrelated",
    /// A relation between a figure and what is worked out.
    Bounded {
        /// The figure.
        first: String,
        /// Its value.
        stated: String,
        /// The relation, in words.
        relation: Bilingual,
        /// The bound.
        computed: String,
        /// By how much they differ.
        apart: String,
    } = "bound-broken",
    /// A rate is printed whose base is zero.
    NoBase {
        /// What is printed.
        rate: String,
        /// The amount on which it comes out.
        meant: String,
    } = "rate-without-base",
    /// An amount is said to stand in a form that holds no figure.
    BlankForm {
        /// The figure.
        first: String,
        /// Its value.
        stated: String,
    } = "form-blank",
    /// A sum is off by what rounding hardly ever does.
    Improbable {
        /// The figure.
        first: String,
        /// Its value.
        stated: String,
        /// What its addends come to.
        computed: String,
        /// By how much they differ.
        apart: String,
        /// Addends that are not zero.
        addends: usize,
        /// How likely that is.
        odds: String,
        /// Among how many sums.
        among: String,
    } = "rounding-improbable",
    /// Words stand in the document that must not.
    Unwanted {
        /// The words.
        words: String,
    } = "words-unwanted",
}

impl PhraseCode {
    /// Whether it says which of two sides is wrong.
    #[must_use]
    pub(crate) fn accuses(self) -> bool {
        match self {
            Self::Direction | Self::Fact | Self::Fixed | Self::Worked => true,
            Self::Tie
            | Self::Related
            | Self::Bounded
            | Self::NoBase
            | Self::BlankForm
            | Self::Improbable
            | Self::Unwanted => false,
        }
    }
}

words! {
    /// What it says; its values stand in braces.
    pub(super) template of PhraseCode:
    Direction =>
        "{first} 写的是“{stated}”，按前面的数应为“{computed}”"
        "{first} says “{stated}”; by the numbers before it should be “{computed}”",
    Tie =>
        "{first} 为 {stated}，{second} 为 {computed}，两处不一致{apart}"
        "{first} is {stated} and {second} is {computed}: the two differ{apart}",
    Fact =>
        "{first} 写的是 {stated}，应为 {computed}"
        "{first} says {stated}; it should be {computed}",
    Fixed =>
        "{first} 列示 {stated}，应为 {computed}{apart}"
        "{first} states {stated}; it should be {computed}{apart}",
    Worked =>
        "{first} 列示 {stated}，按公式应为 {computed}{apart}"
        "{first} states {stated}; by the formula it should be {computed}{apart}",
    Related =>
        "{first} 为 {stated}，应当{relation}{second} 的 {computed}{apart}"
        "{first} is {stated}; it should be {relation} {second}, which is {computed}{apart}",
    Bounded =>
        "{first} 为 {stated}，应当{relation}{computed}{apart}"
        "{first} is {stated}; it should be {relation} {computed}{apart}",
    NoBase =>
        "基数为 0，不能计算比率，写的是{rate}{meant}"
        "the base is 0 and gives no rate, yet {rate} is stated{meant}",
    BlankForm =>
        "{first} 为 {stated}，对应的表一个数也没有填"
        "{first} is {stated}, but the table for it has no figure at all",
    Improbable =>
        "{first} 列示 {stated}，按列示数相加为 {computed}，相差 {apart}：{addends} 个加数各自四舍五入，按四舍五入几乎不可能差这么多（偶然出现的概率{odds}{among}），请核对各加数与合计"
        "{first} states {stated}, the printed figures add up to {computed}, off by {apart}: rounding {addends} addends hardly ever gives that much (the odds are {odds}{among}); please check the addends and the total",
    Unwanted =>
        "“{words}”不应出现"
        "“{words}” should not be there",
}
