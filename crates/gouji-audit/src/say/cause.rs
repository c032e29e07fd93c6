//! What is probably wrong of a finding, in sentences.

use crate::audit::{Cause, Finding, PrintedFigure, Suspect};
use gouji_values::lang::{Lang, tell};

/// Figures that are named where one of several may be wrong; the others are only counted.
const NAMED: usize = 4;

/// How a figure of a finding is called in a language.
pub type SuspectName<'a> = dyn Fn(&Suspect) -> String + 'a;

impl Finding {
    /// What is probably wrong, one sentence for each figure; empty where nothing can be said.
    #[must_use]
    pub fn suspects(&self) -> Vec<String> {
        self.suspects_in(Lang::Chinese, &|suspect| suspect.label.to_string())
    }

    /// The same in a language, in which the figures have these names.
    #[must_use]
    pub fn suspects_in(&self, lang: Lang, name: &SuspectName<'_>) -> Vec<String> {
        let told = Causes { lang, name };
        self.cause.as_ref().map(|cause| told.sentences(cause)).unwrap_or_default()
    }
}

impl Cause {
    /// That it may be our reading, to be put before what is said; nothing of others.
    #[must_use]
    pub fn doubt(&self, lang: Lang) -> &'static str {
        match self.is_reading {
            true => {
                lang.of("可能是识读问题，而非数字错误：", "perhaps misread rather than wrong: ")
            }
            false => "",
        }
    }

    /// How sure it is, with its name, and how many others are as likely.
    #[must_use]
    pub fn certainty(&self, lang: Lang) -> String {
        let word = self.confidence.word(lang);
        let ties = self.ties;
        let mut out = tell!(lang, "把握：{word}", "confidence: {word}");
        if ties > 0 {
            out.push_str(&tell!(lang, "，另有 {ties} 种同样可能", ", {ties} more as likely"));
        }
        out
    }
}

/// Words of causes.
struct Causes<'a> {
    lang: Lang,
    name: &'a SuspectName<'a>,
}

impl Causes<'_> {
    fn sentences(&self, cause: &Cause) -> Vec<String> {
        let lang = self.lang;
        let mut out: Vec<String> = Vec::new();
        if let Some(row) = &cause.row {
            return vec![tell!(
                lang,
                "这几个数都是“{row}”一行的：这句话看来只说了这一行，或者名称写错了，数不一定错",
                "these numbers all are those of row “{row}”: the sentence seems to speak of this row alone, or its name is wrong; the numbers need not be"
            )];
        }
        let doubt = cause.doubt(lang);
        if let Some(words) = self.block(cause) {
            return vec![format!("{doubt}{words}")];
        }
        for suspect in &cause.suspects {
            let (label, old) = ((self.name)(suspect), shown(&suspect.printed));
            let mut words = match &suspect.suggested {
                Some(value) => {
                    let meant = suspect.printed.like(value);
                    tell!(lang, "{label} {old}，应为 {meant}", "{label} {old} should be {meant}")
                }
                None => tell!(lang, "{label} {old} 可能有误", "{label} {old} may be wrong"),
            };
            if let Some(slip) = &suspect.slip {
                words.push_str(&lang.bracketed(&slip.words(lang)));
            }
            out.push(words);
        }
        if let Some(first) = out.first_mut() {
            *first = format!("{doubt}{first}");
        }
        if let Some(last) = out.last_mut() {
            last.push_str(lang.semicolon());
            last.push_str(&cause.certainty(lang));
            return out;
        }
        vec![format!("{doubt}{}", self.open(cause))]
    }

    /// Of a cause without suspects which figures may be wrong.
    fn open(&self, cause: &Cause) -> String {
        let lang = self.lang;
        let named: Vec<String> = cause
            .others
            .iter()
            .take(NAMED)
            .map(|suspect| format!("{} {}", (self.name)(suspect), shown(&suspect.printed)))
            .collect();
        let count = cause.others.len();
        match named.as_slice() {
            [] => tell!(
                lang,
                "不平的核对互相牵连，没有找到只改少数几个数就都能平的办法，不能断定是哪个数错了",
                "the checks that do not come out depend on each other and no few changes would settle all of them; which figure is wrong cannot be told"
            ),
            [only] => tell!(
                lang,
                "最可能有误的是{only}，把握不大",
                "most likely to be wrong is {only}, with low confidence"
            ),
            all => {
                let more = if count > NAMED { lang.of(" 等", " and more") } else { "" };
                let all = all.join(lang.comma());
                tell!(
                    lang,
                    "不能断定是哪个数错了，{count} 个数都有可能：{all}{more}",
                    "which figure is wrong cannot be told; any of {count} may be: {all}{more}"
                )
            }
        }
    }

    /// Many figures with one slip are told together.
    fn block(&self, cause: &Cause) -> Option<String> {
        let lang = self.lang;
        let first = cause.suspects.first()?;
        let slip = first.slip.as_ref()?;
        let is_block = cause.suspects.len() > 2
            && cause.suspects.iter().all(|suspect| {
                suspect.slip.as_ref().is_some_and(|other| other.slip.id() == slip.slip.id())
            });
        if !is_block {
            return None;
        }
        let one = |suspect: &Suspect| {
            let meant = suspect.suggested.as_ref().map_or(String::new(), |value| {
                let meant = suspect.printed.like(value);
                tell!(lang, "（应为 {meant}）", " (should be {meant})")
            });
            format!("{} {}{meant}", (self.name)(suspect), shown(&suspect.printed))
        };
        let named: Vec<String> = cause.suspects.iter().take(NAMED).map(one).collect();
        let count = cause.suspects.len();
        let more = if count > NAMED { lang.of(" 等", " and more") } else { "" };
        let (slip, named) = (slip.words(lang), named.join(lang.comma()));
        let word = cause.confidence.word(lang);
        Some(tell!(
            lang,
            "{slip}，共 {count} 个数：{named}{more}；把握：{word}",
            "{slip}, {count} figures: {named}{more}; confidence: {word}"
        ))
    }
}

fn shown(printed: &PrintedFigure) -> String {
    printed.text.split_whitespace().collect()
}
