//! Values of a closed set beside words that are not in it: grades of a scale, entries of a table of
//! parameters, columns in brackets.

use super::function::Function;
use super::names::{FormNames, FormulaMistake, Names, nearest, suggest};
use super::node::{Node, ScaleReference};
use super::resolve::Resolver;
use super::syntax::{Syntax, SyntaxKind};
use gouji_audit::audit::CheckRelation;
use gouji_values::number::fold;

/// The words that a value may be, and the scale that they are grades of.
#[derive(Default)]
struct Words {
    all: Vec<String>,
    scale: Option<usize>,
}

impl Words {
    fn with(mut self, other: Self) -> Self {
        self.all.extend(other.all);
        self.scale = self.scale.or(other.scale);
        self
    }
}

impl Names {
    /// What is wrong with a grade that a scale does not have, and what to write.
    pub(crate) fn no_grade(&self, scale: usize, word: &str) -> Option<(String, String)> {
        let grades = self.grades.get(scale).filter(|grades| !grades.is_empty())?;
        if grades.iter().any(|grade| grade == word) {
            return None;
        }
        let name = self.scales.get(scale).map_or("", String::as_str);
        let near = nearest(word, grades.iter().map(String::as_str)).unwrap_or_default();
        let all = grades.join("、");
        Some((format!("{name} 没有“{word}”这一级"), format!("{near}{name} 的等级是：{all}")))
    }
}

impl FormNames {
    /// What to write instead of a column in brackets that the form does not have, by its name or
    /// what is printed above it. A header that is a pattern may be printed in many ways.
    pub(crate) fn no_column(&self, written: &str) -> Option<(String, String)> {
        let bare =
            |text: &str| text.chars().filter(|c| !c.is_whitespace()).map(fold).collect::<String>();
        let key = bare(written);
        // the unit may be printed behind it
        let short = key.rsplit_once('(').map_or(key.as_str(), |(short, _)| short);
        let is_it = |known: &str| [key.as_str(), short].contains(&bare(known).as_str());
        let heads = self.heads.iter().flatten().map(String::as_str);
        let names = || self.columns.iter().map(|(name, _)| name.as_str());
        let is_known = self.has_open_heads || names().chain(heads).any(is_it);
        (!is_known && !self.columns.is_empty())
            .then(|| (format!("表样 {} 没有列 {written}", self.id), suggest(written, names())))
    }
}

impl Resolver<'_> {
    /// The words that a value of the rules' own may be; nothing of what documents print.
    fn words(&self, node: &Node) -> Option<Words> {
        match node {
            Node::Text(text) => Some(Words { all: vec![text.clone()], scale: None }),
            Node::Grade(ScaleReference::Scale(scale), _) => {
                let all = self.names.grades.get(*scale)?.clone();
                Some(Words { all, scale: Some(*scale) })
            }
            Node::Param(param, None) => {
                let values = self.names.values.get(*param)?;
                let [(key, value)] = values.as_slice() else { return None };
                let text = value.strip_prefix('"')?.strip_suffix('"')?;
                key.is_empty().then(|| Words { all: vec![text.to_owned()], scale: None })
            }
            Node::Call(Function::If, arguments) => {
                let [_, first, second] = arguments.as_slice() else { return None };
                Some(self.words(first)?.with(self.words(second)?))
            }
            Node::Call(Function::Or, arguments) => {
                let each = arguments.iter().map(|own| self.words(own));
                each.collect::<Option<Vec<_>>>()?.into_iter().reduce(Words::with)
            }
            _ => None,
        }
    }

    /// What is wrong where a grade is compared with what is none of its scale.
    pub(super) fn outside_set(
        &self,
        relation: CheckRelation,
        left: (&Syntax, &Node),
        right: (&Syntax, &Node),
    ) -> Option<FormulaMistake> {
        if !matches!(relation, CheckRelation::Equal | CheckRelation::NotEqual) {
            return None;
        }
        let (one, other) = (self.words(left.1)?, self.words(right.1)?);
        if one.all.iter().any(|word| other.all.contains(word)) {
            return None;
        }
        let (place, of, written) = match (one.scale, other.scale) {
            (Some(scale), _) => (right.0, scale, other.all),
            (None, Some(scale)) => (left.0, scale, one.all),
            _ => return None,
        };
        let word = written.iter().find_map(|word| self.names.no_grade(of, word));
        let (message, help) = word?;
        Some(FormulaMistake::new(place.span.clone(), message).help(help))
    }

    /// That a scale has the grade that stands in its brackets.
    pub(super) fn has_grade(&self, scale: usize, key: &Syntax) -> Result<(), FormulaMistake> {
        let SyntaxKind::Text(word) = &key.kind else { return Ok(()) };
        match self.names.no_grade(scale, word) {
            Some((message, help)) => Err(FormulaMistake::new(key.span.clone(), message).help(help)),
            None => Ok(()),
        }
    }

    /// That a form has the column that stands in brackets.
    pub(super) fn has_column(&self, form: usize, key: &Syntax) -> Result<(), FormulaMistake> {
        let SyntaxKind::Text(word) = &key.kind else { return Ok(()) };
        match self.names.forms.get(form).and_then(|form| form.no_column(word)) {
            Some((message, help)) => Err(FormulaMistake::new(key.span.clone(), message).help(help)),
            None => Ok(()),
        }
    }
}
