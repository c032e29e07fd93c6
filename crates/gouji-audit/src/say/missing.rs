//! What a document lacks, in words.

use gouji_values::lang::{BilingualText, Lang, tell};

/// A thing that a rule asks for, by the name that the rule gives it.
#[derive(Clone, Copy, Debug)]
pub enum MissingThing<'a> {
    /// A sentence.
    Claim(&'a str),
    /// A table.
    Form(&'a str),
    /// A column: its form and its name, with a point between them.
    Column(&'a str),
}

/// The part of a document in which something should stand.
#[derive(Clone, Debug)]
pub struct LackingPart {
    /// What is printed over it, or its name in the rules.
    pub title: String,
    /// The document has it.
    pub is_here: bool,
    /// The words stand in another part.
    pub is_elsewhere: bool,
}

/// That it is not there, in the rule's own words where it has some; of a table that no heading names
/// beside which one it should stand, and whether behind that.
pub fn missing(
    own: Option<String>,
    thing: MissingThing<'_>,
    (part, next_to): (Option<&LackingPart>, Option<(&str, bool)>),
) -> BilingualText {
    BilingualText::each(|lang| {
        let mut out = own.clone().unwrap_or_else(|| lacks(thing, part, lang));
        if own.is_none() && part.is_some_and(|part| part.is_elsewhere) {
            out.push_str(
                lang.of("；别的部分写了，不算", "; that other parts have it does not count"),
            );
        }
        if let Some((title, is_behind)) = next_to {
            out.push_str(&match is_behind {
                true => tell!(lang, "，应当在“{title}”后面", "; it should stand behind “{title}”"),
                false => tell!(lang, "，应当在“{title}”前面", "; it should stand before “{title}”"),
            });
        }
        out
    })
}

fn lacks(thing: MissingThing<'_>, part: Option<&LackingPart>, lang: Lang) -> String {
    match thing {
        MissingThing::Claim(name) if let Some(part) = part => {
            let title = &part.title;
            match part.is_here {
                true => tell!(lang, "“{title}”里没有写“{name}”", "“{title}” does not say “{name}”"),
                false => tell!(
                    lang,
                    "文件里没有“{title}”这一部分，也就没有在里面写“{name}”",
                    "the document has no part “{title}”, which should say “{name}”"
                ),
            }
        }
        MissingThing::Claim(name) => {
            tell!(lang, "文件里没有写“{name}”", "the document does not say “{name}”")
        }
        MissingThing::Form(name) => {
            tell!(lang, "文件里没有“{name}”这张表", "the document has no table “{name}”")
        }
        MissingThing::Column(name) => {
            let (form, column) = name.split_once('.').unwrap_or(("", name));
            tell!(lang, "“{form}”没有“{column}”一栏", "“{form}” has no column “{column}”")
        }
    }
}
