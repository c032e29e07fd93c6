//! What must hold: rules, what they demand, and the cases that try them.

use super::{Form, Later, Origin, Structure};
use crate::formula::{Node, Owner, Resolved};
use crate::ruleset::kind::RuleKind;
use crate::script::ScriptProgram;
use ecow::EcoString;
use gouji_audit::audit::Severity;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// One expectation of a rule.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// As written.
    pub source: EcoString,
    /// Resolved.
    pub resolved: Resolved,
}

/// `tree = { code = …, levels = […], total = … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeDemand {
    /// Code column.
    pub code: usize,
    /// Code lengths by level.
    pub levels: Vec<usize>,
    /// The named row that the top level adds up to.
    pub total: Option<usize>,
}

/// What a rule demands. Each kind says it in a file of its own in `ruleset/kind/`.
pub trait Demand: std::fmt::Debug + Send + Sync {
    /// Its kind.
    fn kind(&self) -> RuleKind;

    /// It in words.
    fn told(&self, form: Option<&Form>) -> Vec<ToldPiece<'_>>;

    /// Its formulas.
    fn formulas(&self) -> &[Expectation] {
        &[]
    }

    /// Of the formulas one is enough.
    fn is_choice(&self) -> bool {
        false
    }

    /// Its tree of codes.
    fn tree(&self) -> Option<&TreeDemand> {
        None
    }

    /// What of a table it speaks of.
    fn structure(&self) -> Option<Structure> {
        None
    }

    /// Its script.
    fn script(&self) -> Option<&Script> {
        None
    }

    /// What must be there, by its names.
    fn required(&self) -> &[(String, RequiredThing)] {
        &[]
    }

    /// The sections that must be there.
    fn outline(&self) -> Option<&OutlineDemand> {
        None
    }

    /// What is looked for beside the blank form.
    fn template(&self) -> Option<TemplateLook> {
        None
    }

    /// What it speaks of must not be there.
    fn forbids(&self) -> bool {
        false
    }

    /// Whether it audits figures, not how a text is printed or numbered.
    fn audits_figures(&self) -> bool {
        true
    }
}

/// What a document must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequiredThing {
    /// A sentence of this claim.
    Claim(usize),
    /// A table of this form.
    Form(usize),
    /// A column of a form.
    Column(usize, usize),
}

/// `outline = …`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineDemand {
    /// What lists the sections.
    pub source: OutlineSource,
    /// What of them is looked at.
    pub look: OutlineLook,
}

/// What of an outline is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutlineLook {
    /// Whether its sections are there.
    Presence,
    /// Whether they stand in its order.
    Order,
    /// Whether the pages that it prints go up.
    Pages,
}

/// What lists the sections that a document must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutlineSource {
    /// The contents page of the document.
    Contents,
    /// The headings of the blank form.
    Template,
    /// The rule: the names of each, with `|` between them.
    Listed(Vec<String>),
}

/// What is looked for beside the blank form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateLook {
    /// What was to be filled in or deleted, and was not.
    Left,
    /// Sentences of the form that the document lacks.
    Lacking,
}

/// A piece of what a rule demands, in words.
#[derive(Clone, Debug)]
pub enum ToldPiece<'a> {
    /// A sentence.
    Words(String),
    /// A formula, behind this word.
    Formula(&'static str, &'a Expectation),
    /// A text as the rule file has it.
    Source(&'a str),
}

/// A script of a rule.
#[derive(Clone, Debug)]
pub struct Script {
    /// Its text.
    pub source: Arc<str>,
    /// Name of the file that it stands in.
    pub file: String,
    /// Text of that file.
    pub text: Arc<str>,
    /// Offset of the script in that file, where positions map.
    pub base: Option<usize>,
    /// Compiled when it is first asked for.
    pub program: Later<Option<ScriptProgram>>,
}

/// A message with places for values.
#[derive(Clone, Debug)]
pub enum Message {
    /// Words.
    Text(String),
    /// Words of the vocabulary that say what a figure should be.
    ShouldBe(String),
    /// `{stated}`
    Stated,
    /// `{computed}`
    Computed,
    /// `{difference}`
    Difference,
    /// `{科目名称}`
    Node(Node),
}

impl RuleBody {
    /// What demands nothing.
    pub(in crate::ruleset) fn empty() -> Self {
        Self {
            replaces: Arc::default(),
            name: None,
            says_rows: false,
            when: None,
            demand: Arc::new(Nothing),
            severity: Severity::Info,
            message: None,
            basis: None,
            hint: None,
            cases: Vec::new(),
        }
    }
}

/// A demand of nothing.
#[derive(Debug)]
struct Nothing;

impl Demand for Nothing {
    fn kind(&self) -> RuleKind {
        RuleKind::Expect
    }

    fn told(&self, _: Option<&Form>) -> Vec<ToldPiece<'_>> {
        Vec::new()
    }
}

/// A case of a rule: a little document and what must come of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The document; where it names a base, the base as it stands in its file.
    pub given: String,
    /// The base that the document is made of.
    pub base: Option<String>,
    /// Cells of the document that say something else.
    pub edits: Vec<CaseEdit>,
    /// A sentence that is put into the document.
    pub say: Option<String>,
    /// `violation`, `unchecked`, `corroborated`, `rounding`, `holds` or `none`.
    pub expect: String,
    /// Label of the stated figure must hold these words.
    pub at: Option<String>,
    /// Difference.
    pub difference: Option<String>,
    /// Last year's document.
    pub last_year: Option<String>,
    /// The blank form.
    pub template: Option<String>,
    /// Other documents of the same agency, by what formulas call them.
    pub papers: Vec<(String, String)>,
    /// Where it was written.
    pub origin: Origin,
    /// Where `given`, `expect`, `at` and `difference` stand in that file.
    pub places: CasePlaces,
}

/// A cell of a case's document that is to say something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseEdit {
    /// `表样.行.列`, `表样.侧.行.列`
    pub path: String,
    /// What is printed there.
    pub text: String,
    /// Where the path stands in the file of the case.
    pub span: Range<usize>,
}

/// Where the keys of a case stand: byte ranges in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CasePlaces {
    /// `given` or `base`
    pub given: Range<usize>,
    /// `expect`
    pub expect: Range<usize>,
    /// `at`
    pub at: Range<usize>,
    /// `difference`
    pub difference: Range<usize>,
}

/// A rule: what tells whether a document asks for it, and what it says, which is read when one does.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Id.
    pub id: EcoString,
    /// What it stands on.
    pub owner: Owner,
    /// The kind of what must hold.
    pub kind: RuleKind,
    /// Only in parts of these kinds.
    pub scope: Vec<usize>,
    /// Only in documents of these kinds, and in those of no known kind; with none in all.
    pub documents: Vec<String>,
    /// Only in documents of these agencies, in any of their spellings; with none in all.
    pub agency: Vec<String>,
    /// Where it was written.
    pub origin: Origin,
    /// What it says.
    pub body: Later<RuleBody>,
}

impl Deref for Rule {
    type Target = RuleBody;

    fn deref(&self) -> &RuleBody {
        &self.body
    }
}

/// What a rule says.
#[derive(Clone, Debug)]
pub struct RuleBody {
    /// Ids that it took the place of.
    pub replaces: Arc<[EcoString]>,
    /// What it says of itself in a line.
    pub name: Option<EcoString>,
    /// Only where this is true, as written and as understood; never where it cannot be understood.
    pub when: Option<(String, Later<Option<Node>>)>,
    /// It says which rows it is for: leaves, totals, or all of them.
    pub says_rows: bool,
    /// What must hold.
    pub demand: Arc<dyn Demand>,
    /// Severity of a violation.
    pub severity: Severity,
    /// Message.
    pub message: Option<Vec<Message>>,
    /// What it stands on, in words: number, title and article of what it cites.
    pub basis: Option<EcoString>,
    /// What to consider.
    pub hint: Option<EcoString>,
    /// Cases.
    pub cases: Vec<Case>,
}
