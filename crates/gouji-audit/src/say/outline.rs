//! What a document lacks of an outline or of a blank form, and what of the form is left, in words.

use gouji_values::lang::{Bilingual, BilingualText, Lang, bilingual};

/// How many are named.
const NAMED: usize = 6;

/// What a document does not keep of an outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineFault {
    /// Its contents page lists what is not there.
    Listed,
    /// Its contents page lists in another order.
    Order,
    /// The rule lists in another order.
    ListedOrder,
    /// The pages of its contents go down.
    Pages,
    /// The blank form, or the rule, has sections that it lacks.
    Lacking,
}

/// That these sections are not there, or not in order, in the rule's own words where it has some.
#[must_use]
pub fn outline(own: Option<String>, fault: OutlineFault, titles: &[String]) -> BilingualText {
    let (chinese, english) = match fault {
        OutlineFault::Listed => {
            ("目录列出、正文里没有", "listed in the contents, missing in the document")
        }
        OutlineFault::Order => {
            ("正文里的次序与目录不同", "the document has another order than its contents")
        }
        OutlineFault::ListedOrder => {
            ("正文里的次序与规则写的次序不同", "the document has another order than the rule")
        }
        OutlineFault::Pages => {
            ("目录的页码比上一行小", "the page in the contents is before that of the line above")
        }
        OutlineFault::Lacking => ("缺少格式里有的部分", "sections of the outline are missing"),
    };
    list(own, Bilingual::new(chinese, english), titles)
}

/// What a document shares with its blank form, or lacks of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// It is the form itself: so many of its places, of all.
    Itself(usize, usize),
    /// Sentences that it lacks.
    Lacking,
}

/// That in words.
#[must_use]
pub fn template(own: Option<String>, fault: TemplateFault, sentences: &[String]) -> BilingualText {
    match fault {
        TemplateFault::Itself(left, all) => bilingual!(
            "这份文件就是空白格式：格式里要填、要删的 {all} 处，{left} 处原样没有动",
            "the document is the blank form: of {all} places to fill in or to delete, {left} were left as they are"
        ),
        TemplateFault::Lacking => {
            let words = Bilingual::new(
                "空白格式里有、文件里没有写",
                "in the blank form, not in the document",
            );
            list(own, words, sentences)
        }
    }
}

/// Names behind the rule's own words, or behind ours.
fn list(own: Option<String>, words: Bilingual, names: &[String]) -> BilingualText {
    BilingualText::each(|lang| {
        let before = own.as_deref().unwrap_or(words.of(lang));
        format!("{before}{}{}", lang.colon(), names_in(names, lang))
    })
}

/// Names in quotation marks, the first of them where they are many.
#[must_use]
pub fn named(names: &[String]) -> String {
    names_in(names, Lang::Chinese)
}

fn names_in(names: &[String], lang: Lang) -> String {
    let shown: Vec<String> = names.iter().take(NAMED).map(|name| quoted(name)).collect();
    let mut out = shown.join(lang.comma());
    let count = names.len();
    if count > NAMED {
        out.push_str(&gouji_values::tell!(lang, "等 {count} 处", " and more, {count} in all"));
    }
    out
}

/// A name in quotation marks.
#[must_use]
pub fn quoted(name: &str) -> String {
    format!("“{name}”")
}
