//! What a document lacks, in words.

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
) -> String {
    let has_own = own.is_some();
    let mut out = own.unwrap_or_else(|| match thing {
        MissingThing::Claim(name) if let Some(part) = part => match part.is_here {
            true => format!("“{}”里没有写“{name}”", part.title),
            false => format!("文件里没有“{}”这一部分，也就没有在里面写“{name}”", part.title),
        },
        MissingThing::Claim(name) => format!("文件里没有写“{name}”"),
        MissingThing::Form(name) => format!("文件里没有“{name}”这张表"),
        MissingThing::Column(name) => {
            let (form, column) = name.split_once('.').unwrap_or(("", name));
            format!("“{form}”没有“{column}”一栏")
        }
    });
    if !has_own && part.is_some_and(|part| part.is_elsewhere) {
        out.push_str("；别的部分写了，不算");
    }
    if let Some((title, is_behind)) = next_to {
        let side = if is_behind { "后面" } else { "前面" };
        out.push_str(&format!("，应当在“{title}”{side}"));
    }
    out
}
