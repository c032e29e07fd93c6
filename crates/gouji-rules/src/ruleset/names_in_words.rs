//! Words of an author's vocabulary that are names of rows, columns, forms or roles, or stand in many of
//! them: where sentences give these names, reading takes them for the word.
//!
//! In: the files of words of a layer, the compiled ruleset. Out: a remark at each such word. Classes
//! of words whose own words are names (those that names are told by) are not asked.

use super::folder::RuleFolder;
use super::rulebook::Rulebook;
use super::tree::{TreeValue, TreeView};
use super::walk::{Mistakes, parse};
use super::whole::Ruleset;
use gouji_values::error::{MistakeCode, MistakeSubject};
use std::collections::BTreeSet;

/// In fewer names a word may stand by chance.
const MANY: usize = 5;

/// Of a class of words so many in ten may be names before it is one of names.
const TENTHS: usize = 2;

/// Sections of a vocabulary whose words sentences are read by.
const READ_BY: [&str; 2] = ["prose", "directions"];

impl Rulebook {
    /// The same rules without the words that the author's layers add.
    #[must_use]
    pub fn without_added_words(&self) -> Self {
        let mut out = self.clone();
        out.leave_out_words(|name| !self.is_built_in(name));
        out
    }

    /// Tells of such words in the files of the author's layers.
    pub(super) fn names_in_words(
        &self,
        chain: &[&RuleFolder],
        ruleset: &Ruleset,
        mistakes: &mut Mistakes,
    ) {
        let own = chain.iter().filter(|own| {
            own.is_on_disk && !self.is_built_in(&own.info.name) && own.vocabulary().next().is_some()
        });
        let mut own = own.peekable();
        if own.peek().is_none() {
            return;
        }
        let (names, words) = (names(ruleset), &ruleset.vocabulary);
        for (folder, file) in own.flat_map(|own| own.vocabulary().map(move |file| (own, file))) {
            let source = folder.source(file);
            let tree = parse(&source, &mut Mistakes::default());
            for section in READ_BY {
                let Some(TreeView::Table(classes)) = tree.root().get(section).map(TreeValue::view)
                else {
                    continue;
                };
                for (class, _, value) in classes.iter() {
                    let TreeView::List(list) = value.view() else { continue };
                    let added: Vec<_> =
                        list.items().filter_map(|own| Some((own.text()?, own.span()))).collect();
                    let is_added = |word: &str| added.iter().any(|(own, _)| *own == word);
                    let known = words.prose.get(class).into_iter().flatten();
                    let known: Vec<&String> = known.filter(|own| !is_added(own)).collect();
                    let named = known.iter().filter(|own| met(own, &names).is_some()).count();
                    if known.is_empty() || named * 10 > known.len() * TENTHS {
                        continue;
                    }
                    // signs of a class that are in names as well are told by what stands around them
                    let single = || known.iter().filter(|own| own.chars().nth(1).is_none());
                    let is_of_signs = single().next().is_some()
                        && single().all(|own| within(own, &names).is_some());
                    let told = added.iter().filter_map(|(word, span)| {
                        let is_single = word.chars().nth(1).is_none();
                        let found = match is_single {
                            true if is_of_signs => None,
                            true => within(word, &names),
                            false => met(word, &names),
                        };
                        Some((word, span, found?))
                    });
                    for (word, span, (name, count)) in told {
                        let where_it_is = where_it_is((word, name), count);
                        let message = format!(
                            "{where_it_is}：放进 {class}，正文里凡有它的地方都按这一类读，原来核对得到的数会少"
                        );
                        let like = known.first().map_or("", |own| own.as_str());
                        let help = format!(
                            "{class} 里只写本身就是这个意思的词（如“{like}”）；写完整的说法，不写单独的“{word}”；加了以前和以后各查一遍，看结果里“已核对”的数"
                        );
                        let code = MistakeCode::WithoutEffect;
                        mistakes.warn(&source, span.clone(), code, message, Some(help));
                        mistakes.about(MistakeSubject::Name((*word).to_owned()));
                    }
                }
            }
        }
    }
}

/// The name that a word is, or one of many in which it stands, and how many there are.
fn met<'n>(word: &str, names: &BTreeSet<&'n str>) -> Option<(&'n str, usize)> {
    // a single sign is told by what stands around it
    word.chars().nth(1)?;
    if let Some(name) = names.get(word) {
        return Some((name, 1));
    }
    within(word, names)
}

/// The shortest of many names in which a word stands, and how many there are.
fn within<'n>(word: &str, names: &BTreeSet<&'n str>) -> Option<(&'n str, usize)> {
    let within: Vec<&&str> =
        names.iter().filter(|name| name.contains(word) && **name != word).collect();
    let first = within.iter().min_by_key(|name| name.chars().count())?;
    (within.len() >= MANY).then_some((**first, within.len()))
}

/// What rows, columns, forms, measures and roles are called.
fn names(ruleset: &Ruleset) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    for form in &ruleset.forms {
        let rows = form.rows.iter().map(|row| (&row.name, &row.labels));
        let columns = form.columns.iter().map(|column| (&column.name, &column.headers));
        out.extend(form.titles.plain.iter().map(|title| title.as_str()));
        for (name, labels) in rows.chain(columns) {
            out.insert(name.as_str());
            out.extend(labels.plain.iter().map(|label| label.as_str()));
        }
    }
    for role in &ruleset.roles {
        let words = role.row.before.iter().chain(&role.row.after);
        out.extend(words.map(|word| word.as_str()));
    }
    out
}

/// Where a word stands, as it is told.
fn where_it_is((word, name): (&str, &str), count: usize) -> String {
    match name == word {
        true => format!("“{word}”是表里的一个名称"),
        false => format!(
            "“{word}”是 {count} 个名称里的字（如 {name}，会读成“{}”）",
            name.replacen(word, "", 1)
        ),
    }
}
