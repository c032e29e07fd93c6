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

/// That it is not there, in the rule's own words where it has some; of a table that no heading names
/// beside which one it should stand, and whether behind that.
pub fn missing(
    own: Option<String>,
    thing: MissingThing<'_>,
    next_to: Option<(&str, bool)>,
) -> String {
    let mut out = own.unwrap_or_else(|| match thing {
        MissingThing::Claim(name) => format!("文件里没有写“{name}”"),
        MissingThing::Form(name) => format!("文件里没有“{name}”这张表"),
        MissingThing::Column(name) => {
            let (form, column) = name.split_once('.').unwrap_or(("", name));
            format!("“{form}”没有“{column}”一栏")
        }
    });
    if let Some((title, is_behind)) = next_to {
        let side = if is_behind { "后面" } else { "前面" };
        out.push_str(&format!("，应当在“{title}”{side}"));
    }
    out
}
