//! What a reader may do or consider of a check.

use crate::audit::{Check, Hint, HintCode};
use ecow::EcoString;
use gouji_values::lang::Lang;

impl Check {
    /// What the reader may do or consider.
    #[must_use]
    pub fn hint(&self) -> Option<EcoString> {
        self.hint_in(Lang::Chinese)
    }

    /// The same in a language; what a rule advises stays as it is written.
    #[must_use]
    pub fn hint_in(&self, lang: Lang) -> Option<EcoString> {
        let own = self.detail.as_deref().and_then(|detail| detail.hint.as_ref());
        match (own, &self.about.hint) {
            (Some(Hint::Balanced | Hint::Turned), _) | (Some(_), None) => {
                own.map(|hint| hint_words(hint.code()).of(lang).into())
            }
            (_, rule) => rule.clone(),
        }
    }
}

words! {
    /// The words of a hint.
    pub(super) hint_words of HintCode:
    LastDigit =>
        "只差末位，可能是截断或为凑足100%"
        "off in the last digit alone; perhaps cut off, or made to come to 100%",
    AddendBlank =>
        "所加的各格里有一格是空的，先看是不是漏填"
        "one of the cells added up is blank; first see whether it was left out",
    FewDecimals =>
        "列示的小数位数不足，无法断定"
        "too few decimals are stated to be certain",
    ListTaught =>
        "这份文件里同样写法的列举都加得起来；这里也可能没有列全，请核实"
        "other lists written like this add up in this document; this one may not list everything, please verify",
    ListSlipped =>
        "只差一个数字就加得起来，像是写错了；也可能没有列全，请核实"
        "but for one digit it adds up, so that digit seems wrong; or not everything is listed, please verify",
    ListInFull =>
        "所列各项按列全了核对；只列了一部分的，请写明“等”"
        "checked as a full list; if only some items are listed please say so (such as, among others)",
    Turned =>
        "这条规则在这份文件里处处不符，公式里两个数的先后换过来就大多相符：先看规则是不是写倒了，再看文件"
        "this rule holds nowhere in this document, and at most places with two of its numbers in the other order: first see whether the rule is written the wrong way round, then the document",
    Balanced =>
        "末位与换算结果不同，但本单位的合计因此正好相等：看来是舍位平衡时调整过的数"
        "the last digit differs from the conversion, but so the total of the unit comes out: it seems to have been moved to balance rounding",
}
