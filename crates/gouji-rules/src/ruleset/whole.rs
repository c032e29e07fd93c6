//! The compiled ruleset as a whole.

use super::applied::AppliedSetting;
use super::declared::declared;
use super::needles::Needles;
use super::other_years::OtherYears;
use super::prose_words::{MeasureNames, ProseWords};
use super::schema::{
    Claim, ClaimPlace, ColumnKind, Form, LegalSource, Origin, Param, PartKind, RoleItem, Rule,
    Scale,
};
use super::waiver::Waiver;
use crate::formula::Names;
use crate::pattern::Pattern;
use ecow::EcoString;
use gouji_values::error::RuleMistake;
use gouji_values::hash::QuickMap;
use gouji_values::vocabulary::Vocabulary;
use std::sync::{Arc, OnceLock};

/// A ruleset, merged over its layers for one year and ready to use.
#[derive(Clone, Debug, Default)]
pub struct Ruleset {
    /// Name: `henan`.
    pub name: String,
    /// Title: 河南.
    pub title: String,
    /// Layers from the root down.
    pub layers: Vec<String>,
    /// The same as reports name them: a pack with its version.
    pub layer_names: Vec<String>,
    /// Digest of the rule files of its layers, and of what changes them; taken for an audit alone.
    pub digest: String,
    /// The packs among its layers, in words.
    pub packs: Vec<String>,
    /// The names of these layers.
    pub packed_layers: Vec<String>,
    /// Those of them that the user brought, not the program.
    pub own_layers: Vec<String>,
    /// Those of them that are no copy of one that the program brings.
    pub author_layers: Vec<String>,
    /// Rules of those that are for other years.
    pub other_years: Vec<OtherYears>,
    /// What is odd about rules that use what is for some documents alone.
    pub limits: Vec<RuleMistake>,
    /// What a `gouji.toml` or a profile changed.
    pub settings: Vec<AppliedSetting>,
    /// Words.
    pub vocabulary: Arc<Vocabulary>,
    /// Forms.
    pub forms: Vec<Form>,
    /// Parts.
    pub parts: Vec<PartKind>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Scales.
    pub scales: Vec<Scale>,
    /// What rules cite.
    pub sources: Vec<LegalSource>,
    /// Rows by which figures of sentences are known.
    pub roles: Vec<RoleItem>,
    /// Parameters.
    pub params: Vec<Param>,
    /// Rules, in order of files; a claim with an expectation is one.
    pub rules: Vec<Rule>,
    /// Findings that somebody answers for.
    pub waivers: Vec<Waiver>,
    /// All grade words, longest first.
    pub grades: Vec<String>,
    /// Names of everything, for scripts and messages.
    pub names: Arc<Names>,
    /// The engine of its scripts, built when the first one runs.
    pub script_engine: Arc<OnceLock<rhai::Engine>>,
    /// The places of rules by their ids, once one was asked for.
    pub(super) rule_places: OnceLock<QuickMap<EcoString, usize>>,
    /// The headers of columns whose numbers only name rows.
    pub(super) naming_headers: OnceLock<QuickMap<String, ColumnKind>>,
    /// The words that claims need, built when the first document is read.
    pub(super) needles: OnceLock<[Needles; 5]>,
    /// What reading prose needs, made when the first document is read.
    pub(super) prose_words: OnceLock<ProseWords>,
    /// What is known of the names of measures, made when the first amount is read.
    pub(super) measure_names: OnceLock<Arc<MeasureNames>>,
    /// Shapes of numbers that are no figures, compiled when the first document is read.
    pub(super) not_figures: OnceLock<Vec<(Pattern, String)>>,
}

impl Ruleset {
    /// Whether a rule stands in a layer that the user brought.
    #[must_use]
    pub fn is_own(&self, rule: &Rule) -> bool {
        self.own_layers.iter().any(|own| rule.origin.layer == *own)
    }

    /// Whether it stands in one that the user wrote, and not in a copy of one that the program brings:
    /// the rules of those are written so that what cannot be told does not apply.
    #[must_use]
    pub fn is_of_author(&self, rule: &Rule) -> bool {
        self.is_authored(&rule.origin)
    }

    /// The same of whatever stands in a layer.
    #[must_use]
    pub fn is_authored(&self, origin: &Origin) -> bool {
        self.author_layers.iter().any(|own| origin.layer == *own)
    }

    /// The rule of an id, the first where there are several.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        let places = self.rule_places.get_or_init(|| {
            let mut out = QuickMap::default();
            for (at, rule) in self.rules.iter().enumerate() {
                out.entry(rule.id.clone()).or_insert(at);
            }
            out
        });
        self.rules.get(*places.get(id)?)
    }

    /// The words that the claims of a place need.
    #[must_use]
    pub fn needles(&self, place: ClaimPlace) -> &Needles {
        let [text, cells, headings, numbered, contents] = self.needles.get_or_init(|| {
            [
                ClaimPlace::Text,
                ClaimPlace::Cells,
                ClaimPlace::Headings,
                ClaimPlace::Numbered,
                ClaimPlace::Contents,
            ]
            .map(|place| Needles::new(&self.claims, place, &self.vocabulary))
        });
        match place {
            ClaimPlace::Text => text,
            ClaimPlace::Cells => cells,
            ClaimPlace::Headings => headings,
            ClaimPlace::Numbered => numbered,
            ClaimPlace::Contents => contents,
        }
    }

    /// The kind of column that a header names, where forms have columns of this header whose numbers
    /// only name rows, as `is_naming` tells; asked once for all forms.
    #[must_use]
    pub fn headers_that(&self, is_naming: fn(ColumnKind) -> bool) -> &QuickMap<String, ColumnKind> {
        self.naming_headers.get_or_init(|| {
            let columns = self.forms.iter().flat_map(|form| &form.columns);
            let headers = columns.filter(|column| is_naming(column.kind)).flat_map(|column| {
                column.headers.plain.iter().map(|header| (header.clone(), column.kind))
            });
            headers.collect()
        })
    }

    /// What reading prose needs.
    #[must_use]
    pub fn prose_words(&self) -> &ProseWords {
        self.prose_words.get_or_init(|| {
            ProseWords::new(&self.claims, &self.vocabulary).with_declared(declared(self))
        })
    }

    /// The claims of the measures of which one name has this key.
    #[must_use]
    pub fn measures_called(&self, key: &str) -> Vec<usize> {
        self.measure_names.get_or_init(|| Arc::new(MeasureNames::new(&self.vocabulary))).called(
            key,
            self.prose_words(),
            &self.claims,
            &self.vocabulary,
        )
    }

    /// Shapes of numbers in prose that are no figures, and what they are.
    #[must_use]
    pub fn not_figures(&self) -> &[(Pattern, String)] {
        self.not_figures.get_or_init(|| {
            let words = &self.vocabulary;
            words
                .not_figures
                .iter()
                .filter_map(|(source, class)| {
                    Some((Pattern::parse(source, words).ok()?, class.clone()))
                })
                .collect()
        })
    }
}
