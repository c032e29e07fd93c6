//! What fits of a form that a table is likely to be, and what does not, in words.

use super::Way;
use super::evidence::{NEAR_TITLE, TITLE};
use gouji_rules::ruleset::Ruleset;
use gouji_values::lang::{Bilingual, Lang, tell};

/// How far a table that is no form was checked.
pub(in crate::form) fn checked_as(is_read: bool) -> Bilingual {
    match is_read {
        true => Bilingual::new(
            "只按表格本身的行列关系核对",
            "checked only by what follows from its own rows and columns",
        ),
        false => Bilingual::new("没有核对", "not checked"),
    }
}

impl Way {
    /// What fits and what is lacking.
    pub(super) fn words(&self, ruleset: &Ruleset, lang: Lang) -> Vec<String> {
        let found = &self.found;
        let form = ruleset.forms.get(found.header.form);
        let name = |column: &usize| {
            form.and_then(|form| form.columns.get(*column))
                .map_or_else(String::new, |column| column.name.clone())
        };
        let names = |list: &[usize]| list.iter().map(name).collect::<Vec<_>>().join(lang.comma());
        let whole = found.whole.iter().sum::<usize>();
        let mut words =
            vec![tell!(lang, "{whole} 栏的表头相符", "the heads of {whole} columns fit")];
        if !found.damaged.is_empty() {
            let names = names(&found.damaged);
            words.push(tell!(
                lang,
                "按残存的字认出 {names}",
                "{names} told by letters that are left"
            ));
        }
        if !found.placed.is_empty() {
            let names = names(&found.placed);
            words.push(tell!(lang, "按次序认出 {names}", "{names} told by their order"));
        }
        words.extend(self.besides.iter().map(|besides| match (*besides, besides.of(lang)) {
            (NEAR_TITLE, near) => near.to_owned(),
            (_, other) => tell!(lang, "{other}相符", "{other} fits"),
        }));
        if !found.missing.is_empty() {
            let names = names(&found.missing);
            words.push(tell!(lang, "缺 {names}", "{names} missing"));
        }
        if found.strange > 0 {
            let strange = found.strange;
            words.push(tell!(lang, "有 {strange} 个表头不认识", "{strange} heads not known"));
        }
        if found.aside != 0 {
            words.push(tell!(
                lang,
                "表头与下面的栏错开一格",
                "the heads stand one cell aside of the columns below"
            ));
        }
        words
    }

    /// What of a table is not as the form has it.
    pub(super) fn lack(&self) -> Bilingual {
        let found = &self.found;
        let lost = [&found.damaged, &found.placed, &found.missing];
        let are_whole =
            found.aside == 0 && found.strange == 0 && lost.iter().all(|list| list.is_empty());
        match (self.title >= TITLE, are_whole) {
            (true, _) => Bilingual::new(
                "表头与表样写的不全相同",
                "the heads are not quite those of the form",
            ),
            (false, true) => {
                Bilingual::new("表题与表样写的不全相同", "the title is not quite that of the form")
            }
            (false, false) => Bilingual::new(
                "表题和表头与表样写的不全相同",
                "title and heads are not quite those of the form",
            ),
        }
    }
}
