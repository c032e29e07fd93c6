//! What a value of a rule file names: an id, a formula, a column; and what its item is about.

use crate::pieces::{Piece, Sort, pieces};
use gouji_rules::formula::Owner;
use gouji_rules::ruleset::Ruleset;

/// What has cases, and may be waived.
pub const RULES: &[&str] = &["rule", "claim", "relation", "measure", "wording"];

/// What a value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// A formula.
    Formula,
    /// Words with formulas in braces.
    Message,
    /// A path into a form.
    Path,
    /// The id of an item of these kinds.
    Ids(&'static [&'static str]),
    /// The id of an item, or a path into a form.
    IdsOrPath(&'static [&'static str]),
    /// A column of the own form.
    Column,
    /// A ruleset.
    Ruleset,
    /// Its own id.
    OwnId,
    /// A kind of document.
    DocumentKind,
    /// Nothing.
    Words,
}

/// What a piece names.
#[must_use]
pub fn named(piece: &Piece) -> Named {
    let is_within = |key: &str| piece.keys.first().is_some_and(|own| own == key);
    if is_within("set") || (is_within("cells") && piece.sort == Sort::Value) {
        return Named::Path;
    }
    if piece.sort != Sort::Value {
        return Named::Words;
    }
    let is_case = piece.table.last().is_some_and(|own| own == "case");
    match (piece.item(), piece.key()) {
        (_, "rule") if is_case || piece.item() == "waiver" => Named::Ids(RULES),
        ("profile" | "scope", "off") => Named::Ids(RULES),
        (_, "extends") => Named::Ruleset,
        _ if is_case => Named::Words,
        (_, "id") => Named::OwnId,
        (_, "form") => Named::Ids(&["form"]),
        (_, "claim") => Named::Ids(&["claim", "relation", "measure", "wording"]),
        (_, "scope") => Named::Ids(&["part"]),
        (_, "roles") => Named::Ids(&["role"]),
        (_, "basis") => Named::Ids(&["source"]),
        (_, "required") => Named::IdsOrPath(&["form", "claim"]),
        (_, "expect" | "any" | "when") => Named::Formula,
        (_, "message") => Named::Message,
        (_, "each") => Named::Column,
        (_, "code" | "total") if is_within("tree") => Named::Column,
        (_, "documents") => Named::DocumentKind,
        _ => Named::Words,
    }
}

/// What the formulas of the item around a piece are about.
#[must_use]
pub fn owner(text: &str, piece: &Piece, ruleset: &Ruleset) -> Owner {
    let all = pieces(text);
    let value = |is_of: &dyn Fn(&Piece) -> bool, key: &str| {
        let own = all.iter().filter(|own| own.sort == Sort::Value && is_of(own));
        let own = own.filter(|own| own.keys.len() == 1 && own.key() == key);
        own.filter_map(|own| text.get(own.span.clone())).next().map(str::to_owned)
    };
    let is_own = |own: &Piece| own.start == piece.start && own.table == piece.table;
    let is_shared = |own: &Piece| {
        own.table.len() == 2 && own.item() == "defaults" && own.table.last() == piece.table.first()
    };
    let find = |key: &str| value(&is_own, key).or_else(|| value(&is_shared, key));
    if let Some(form) = find("form") {
        if form == "*" {
            return Owner::EveryForm;
        }
        if let Some(at) = ruleset.names.forms.iter().position(|own| own.id == form) {
            return Owner::Form(at, None);
        }
    }
    let id = if piece.item() == "rule" { find("claim") } else { value(&is_own, "id") };
    let claim = id.and_then(|id| ruleset.names.claims.iter().position(|own| own.id == id));
    claim.map_or(Owner::Document, Owner::Claim)
}

/// The names of a path that ends at the end of a text, the last one perhaps unfinished, and where that one
/// begins: `支出决算表["201"].项目` is 支出决算表 and 项目.
#[must_use]
pub fn path_before(text: &str) -> (Vec<String>, usize) {
    let mut names = Vec::new();
    let mut end = text.len();
    let mut last = None;
    loop {
        let before = text.get(..end).unwrap_or("");
        // what stands in brackets is a key of the name before
        let mut name_end = end;
        while let Some(opened) =
            before.get(..name_end).filter(|own| own.ends_with(']')).and_then(|own| own.rfind('['))
        {
            name_end = opened;
        }
        let own = before.get(..name_end).unwrap_or("");
        let start = own
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_word(*c))
            .last()
            .map_or(own.len(), |(at, _)| at);
        last.get_or_insert(start);
        names.push(own.get(start..).unwrap_or("").to_owned());
        match own.get(..start).and_then(|before| before.strip_suffix('.')) {
            Some(before) => end = before.len(),
            None => break,
        }
    }
    names.reverse();
    (names, last.unwrap_or(text.len()))
}

/// A character of a name.
#[must_use]
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The name at a byte of a text, with those before it in its path, and its bytes.
#[must_use]
pub fn path_at(text: &str, offset: usize) -> (Vec<String>, std::ops::Range<usize>) {
    let rest = text.get(offset..).unwrap_or("");
    let end = offset + rest.find(|c| !is_word(c)).unwrap_or(rest.len());
    let (names, start) = path_before(text.get(..end).unwrap_or(""));
    (names, start..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::at;

    #[test]
    fn a_path_ends_where_the_cursor_stands() {
        let path = |text: &str| path_before(text);
        assert_eq!(
            path("合计 == 支出.合"),
            (vec!["支出".into(), "合".into()], "合计 == 支出.".len())
        );
        assert_eq!(path("表[\"201\"].项"), (vec!["表".into(), "项".into()], "表[\"201\"].".len()));
        assert_eq!(path("a + "), (vec![String::new()], 4));
        assert_eq!(path("param."), (vec!["param".into(), String::new()], 6));
        let (names, span) = path_at("a + 表.行合计 + b", "a + 表.行".len());
        assert_eq!((names, span), (vec!["表".to_owned(), "行合计".into()], 8..17));
    }

    #[test]
    fn values_name_what_their_key_says() {
        let of = |text: &str| named(&at(text, text.len()));
        assert_eq!(of("[[rule]]\nexpect = \"a"), Named::Formula);
        assert_eq!(of("[[rule]]\nany = [\n  \"a"), Named::Formula);
        assert_eq!(of("[[rule.case]]\nexpect = \"a"), Named::Words);
        assert_eq!(of("[[case]]\nrule = \"a"), Named::Ids(RULES));
        assert_eq!(of("[[rule.case]]\nset = { \"a"), Named::Path);
        assert_eq!(of("[[measure]]\ncells = { \"决算\" = \"a"), Named::Path);
        assert_eq!(of("[[rule]]\nform = \"a"), Named::Ids(&["form"]));
        assert_eq!(of("[[rule]]\ntree = { code = \"a"), Named::Column);
    }
}
