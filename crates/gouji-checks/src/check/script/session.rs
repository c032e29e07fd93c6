//! One run of a script: it holds the evaluator's memory while Rhai calls in.

use super::value::{ScriptItem, ScriptPath};
use super::values::is_list;
use crate::check::evaluate::function::ordered;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Missing, Value};
use crate::check::evaluate::{Evaluator, Memory};
use crate::check::judge::compare::{Identity, PlaceOutcome};
use crate::check::seen::shared::Shared;
use gouji_audit::audit::{CheckRelation, CheckedAt, Nature, Verdict, Why};
use gouji_rules::formula::{Binary, Function, ListNode, Node};
use gouji_rules::ruleset::Rule;
use gouji_rules::script::{Fault, charge, charge_check, charge_for};
use gouji_values::lang::BilingualText;
use gouji_values::number::Decimal;
use gouji_values::paper::Paper;
use rhai::{Dynamic, INT, ImmutableString, Position};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many rows or sentences are gone through in one unit of work, and how many are, if something
/// is made of each.
const SEEN: usize = 32;
const MADE: usize = 2;

/// This many bytes of a text are read in one unit of work.
const READ: usize = 256;

/// A comparison that a script expects to hold.
#[derive(Clone, Copy)]
pub(super) struct Compared<'a> {
    pub(super) relation: CheckRelation,
    pub(super) left: &'a ScriptItem,
    pub(super) right: &'a ScriptItem,
    /// The words that the script gives it.
    pub(super) label: &'a str,
    /// As the script writes it.
    pub(super) expression: &'a str,
}

/// What a run has come to.
#[derive(Debug, Default)]
pub(super) struct RunState {
    pub(super) memory: Memory,
    pub(super) outcomes: Vec<PlaceOutcome>,
    /// How often each label of an expectation came so far: a second one of the same words is
    /// another check.
    pub(super) labels: BTreeMap<String, usize>,
    /// All reads of this run, in order.
    pub(super) log: Vec<u32>,
    /// Why a condition could not be looked at: the first row that it asked for and that is not
    /// there.
    pub(super) lacking: Option<Why>,
    /// Comparisons that were made before anything was said, and whether they ever held.
    pub(super) asked: BTreeMap<Position, bool>,
}

impl RunState {
    /// Notes how a comparison came out; once something is said nobody asks.
    pub(super) fn asked(&mut self, at: Position, held: bool) {
        if self.outcomes.is_empty() {
            *self.asked.entry(at).or_default() |= held;
        }
    }
}

/// One run of a script.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) shared: Arc<Shared>,
    /// Index of the rule in the ruleset.
    pub(super) rule: usize,
    /// Identity of the place that the rule runs at.
    pub(super) key: String,
    pub(super) source: Arc<str>,
    /// Where conditions stand of which one that cannot be decided ends its turn of the loop alone.
    pub(super) turns: Arc<BTreeSet<Position>>,
    /// Rows of the tables of each form, and sentences that make a claim.
    pub(super) sizes: Sizes,
    pub(super) state: Mutex<RunState>,
}

/// How much there is to go through.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    rows: Vec<usize>,
    statements: usize,
}

impl Sizes {
    /// Of a document and last year's.
    pub(super) fn of(shared: &Shared) -> Self {
        let mut out = Self { rows: vec![0; shared.ruleset.forms.len()], statements: 0 };
        let before = shared.papers().map(|(_, other)| &other.recognition);
        for recognition in std::iter::once(&shared.recognition).chain(before) {
            out.statements += recognition.statements.len();
            for filled in &recognition.forms {
                if let Some(rows) = out.rows.get_mut(filled.form) {
                    *rows += 1 + filled.sides.iter().map(|side| side.rows.len()).sum::<usize>();
                }
            }
        }
        out
    }
}

impl Session {
    /// How much there is to go through for a form.
    fn rows_of(&self, form: usize) -> usize {
        self.sizes.rows.get(form).copied().unwrap_or(0)
    }

    /// Takes work for going through a list.
    pub(super) fn charge_list(&self, list: &(ListNode, Option<Scope>)) -> Result<(), Fault> {
        let things = match &list.0 {
            ListNode::Form(path) => self.rows_of(path.form),
            ListNode::AbovePath(path) | ListNode::BelowPath(path) => self.rows_of(path.form),
            ListNode::Claim(_) => self.sizes.statements,
            ListNode::Part(_) => self.shared.recognition.parts.len(),
            ListNode::Own(_) | ListNode::Above(_) | ListNode::Below(_) => match list.1 {
                Some(Scope::Claim { paper, statement, .. }) => {
                    let found = self.shared.world();
                    found
                        .statement(paper, statement)
                        .map_or(0, |found| found.items.iter().map(Vec::len).sum())
                }
                _ => self.sizes.rows.iter().max().copied().unwrap_or(0),
            },
        };
        charge_for(things, MADE)
    }

    pub(super) fn state(&self) -> MutexGuard<'_, RunState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works with an evaluator that has everything which was read so far.
    pub(super) fn with<T>(
        &self,
        scope: Option<Scope>,
        work: impl FnOnce(&mut Evaluator<'_>) -> T,
    ) -> T {
        // if nothing is left the script ends with its next step
        let _ = charge(1);
        let mut state = self.state();
        let mut evaluator = Evaluator::new(self.shared.world());
        evaluator.asks_blanks = self.is_of_author();
        evaluator.shared = Some(Arc::clone(&self.shared));
        evaluator.put_memory(std::mem::take(&mut state.memory));
        evaluator.take_trace();
        let out = match scope {
            Some(scope) => evaluator.within(scope, work),
            None => work(&mut evaluator),
        };
        state.memory = evaluator.take_memory();
        out
    }

    /// Evaluates a node as one figure, with its reads.
    pub(super) fn read(&self, scope: Option<Scope>, node: &Node) -> ScriptItem {
        let _ = match node {
            Node::Form(path) => charge_for(self.rows_of(path.form), SEEN),
            Node::Claim(_) => charge_for(self.sizes.statements, SEEN),
            _ => Ok(()),
        };
        self.logged(self.with(scope, |evaluator| {
            let value = evaluator.node_told(node);
            let reads = evaluator.take_trace();
            ScriptItem {
                value,
                reads: reads.into(),
                single: true,
                is_fact: matches!(node, Node::Doc(_)),
                list: None,
                path: None,
            }
        }))
    }

    /// Evaluates something computed, with its reads.
    pub(super) fn compute(
        &self,
        scope: Option<Scope>,
        work: impl FnOnce(&mut Evaluator<'_>) -> Result<Value, Missing>,
    ) -> ScriptItem {
        self.logged(self.with(scope, |evaluator| {
            let value = work(evaluator);
            let reads = evaluator.take_trace();
            ScriptItem {
                value,
                reads: reads.into(),
                single: false,
                is_fact: false,
                list: None,
                path: None,
            }
        }))
    }

    fn logged(&self, item: ScriptItem) -> ScriptItem {
        self.state().log.extend(item.reads.iter());
        item
    }

    pub(super) fn constant(&self, value: Decimal) -> ScriptItem {
        ScriptItem::plain(Value::Number(self.with(None, |evaluator| evaluator.literal(value))))
    }

    /// A value of the script as one that formulas know.
    pub(super) fn item(&self, value: &Dynamic) -> Result<ScriptItem, Fault> {
        if let Some(item) = value.read_lock::<ScriptItem>() {
            return Ok(item.clone());
        }
        if let Some(path) = value.read_lock::<ScriptPath>() {
            return self.value_of(&path);
        }
        if let Ok(number) = value.as_int() {
            return Ok(self.constant(Decimal::from(number)));
        }
        if let Some(number) = value.read_lock::<Decimal>() {
            return Ok(self.constant(*number));
        }
        if let Ok(truth) = value.as_bool() {
            return Ok(ScriptItem::plain(Value::Bool(truth)));
        }
        if let Some(text) = text_of(value) {
            charge_for(text.len(), READ)?;
            return Ok(ScriptItem::plain(Value::Text(text, None)));
        }
        Err(Fault::Rule {
            message: format!("这里要数或文字，得到的是{}", kind_of(value)),
            help: None,
        })
    }

    /// A number of the script, or why there is none.
    pub(super) fn figure(
        &self,
        item: &ScriptItem,
    ) -> Result<Result<gouji_values::number::Figure, Missing>, Fault> {
        match &item.value {
            Ok(Value::Number(figure)) => Ok(Ok(*figure)),
            Ok(Value::Blank(_)) => Ok(Err(Missing::Unchecked(Why::NumberBlank))),
            Err(missing) => Ok(Err(missing.clone())),
            Ok(value) if self.is_odd(item) => Ok(Err(self.no_number(value))),
            Ok(_) => Err(Fault::Rule {
                message: format!("这里要数，得到的是{}", item.kind()),
                help: None,
            }),
        }
    }

    /// Words where the form has numbers: strange is the document, not the script.
    pub(super) fn is_odd(&self, item: &ScriptItem) -> bool {
        let Ok(Value::Text(_, Some(index))) = &item.value else {
            return false;
        };
        self.with(None, |evaluator| {
            evaluator.is_for_numbers(*index) || evaluator.is_for_days(*index)
        })
    }

    /// `+ - * /` on anything that is read or computed.
    pub(super) fn arithmetic(
        &self,
        operator: Binary,
        left: &ScriptItem,
        right: &ScriptItem,
    ) -> Result<ScriptItem, Fault> {
        for item in [left, right] {
            let is_number = matches!(item.value, Ok(Value::Number(_) | Value::Blank(_)) | Err(_));
            if !is_number && !self.is_odd(item) {
                return Err(Fault::rule(format!("{}不能加减乘除", item.kind()), "两边都要是数"));
            }
        }
        if let Some(operation) = gouji_rules::formula::arithmetic(operator) {
            self.fitting(operation, left, right)?;
        }
        let value = match (&left.value, &right.value) {
            (Ok(a), Ok(b)) => {
                self.with(None, |evaluator| evaluator.binary(operator, a.clone(), b.clone()))
            }
            (Err(why), _) | (_, Err(why)) => Err(why.clone()),
        };
        Ok(ScriptItem::computed(value, &[left, right]))
    }

    /// A comparison of printed values.
    pub(super) fn compare(
        &self,
        relation: CheckRelation,
        left: &ScriptItem,
        right: &ScriptItem,
    ) -> Result<bool, Fault> {
        let (left, right) = (&self.written(left, right), &self.written(right, left));
        self.alike(left, right)?;
        self.fitting(ordered(relation), left, right)?;
        let (a, b) = match (&left.value, &right.value) {
            (Ok(a), Ok(b)) => (a, b),
            (Err(missing), _) | (_, Err(missing)) => {
                return self.told_lacking(missing).map(|()| false);
            }
        };
        self.told_absent([a, b])?;
        match self.with(None, |evaluator| evaluator.printed_compare(relation, a, b)) {
            Ok(truth) => Ok(truth),
            Err(Missing::Unchecked(why)) => Err(Fault::Unchecked(why)),
            Err(_) => self.told_blank(relation, a, b).map(|()| false),
        }
    }

    /// Whether the rule is of the author's own layers.
    pub(super) fn is_of_author(&self) -> bool {
        self.rule().is_some_and(|rule| self.shared.ruleset.is_of_author(rule))
    }

    pub(super) fn rule(&self) -> Option<&Rule> {
        self.shared.ruleset.rules.get(self.rule)
    }

    /// The key of the next check of these words.
    pub(super) fn next_key(&self, label: &str) -> String {
        let id = self.rule().map_or("", |rule| rule.id.as_str());
        let mut state = self.state();
        let times = state.labels.entry(label.to_owned()).or_default();
        *times += 1;
        let again = if *times > 1 { format!("#{times}") } else { String::new() };
        format!("{id}|{label}{again}|{}", self.key)
    }

    /// `expect(left relation right, label)`; it names these forms.
    pub(super) fn expect(
        &self,
        compared: &Compared<'_>,
        forms: Box<[(Paper, usize)]>,
    ) -> Result<(), Fault> {
        let Compared { relation, left, right, label, expression } = *compared;
        let (left, right) = (&self.written(left, right), &self.written(right, left));
        charge_check(label.len())?;
        charge_for(left.reads.len() + right.reads.len(), MADE)?;
        // what is strange in the document leaves this one open, not those behind it
        let strange = match self.alike(left, right) {
            _ if relation == CheckRelation::Meets => None,
            Err(Fault::Unchecked(why)) => Some(why),
            other => {
                other?;
                self.fitting(ordered(relation), left, right)?;
                None
            }
        };
        let Some(rule) = self.rule() else { return Ok(()) };
        let identity = Identity {
            rule,
            number: 0,
            at: CheckedAt::Key(
                self.next_key(if label.is_empty() { expression } else { label }).into(),
            ),
            nature: Nature::Expected,
            expression: expression.into(),
        };
        let read = |item: &ScriptItem| item.single && !item.reads.is_empty();
        let (relation, stated, computed) =
            if !read(left) && read(right) && relation != CheckRelation::Meets {
                (relation.mirrored(), right, left)
            } else {
                (relation, left, right)
            };
        let tie = stated.single && computed.single;
        let no_row = |value: &Result<Value, Missing>| match value {
            Err(Missing::NoRow(why)) => Some(why.clone()),
            _ => None,
        };
        let lacking = strange.or_else(|| no_row(&stated.value).or_else(|| no_row(&computed.value)));
        let mut outcome = self.with(None, |evaluator| {
            // a script asked for the row by its name: that it is not there is told
            if let Some(why) = lacking {
                let figures = evaluator.figures_of(&stated.reads, &computed.reads);
                let check = evaluator.undecided(&identity, relation, why, figures);
                return PlaceOutcome::Check(check);
            }
            evaluator.conclude(
                &identity,
                relation,
                tie,
                (stated.value.clone(), stated.reads.to_vec()),
                (computed.value.clone(), computed.reads.to_vec()),
                None,
            )
        });
        if let PlaceOutcome::Check(check) = &mut outcome {
            if check.verdict == Verdict::Violation {
                self.give_place(check, label);
                let detail = check.detail_mut();
                (detail.is_fact, detail.forms) = (stated.is_fact || computed.is_fact, forms);
            }
            if !label.is_empty() {
                let detail = check.detail_mut();
                (detail.own, detail.label) = (Some(label.into()), Some(label.into()));
            }
        }
        if let PlaceOutcome::NotApplicable(why) = &outcome {
            self.told_lacking(&Missing::NotApplicable(why.clone()))?;
        }
        self.state().outcomes.push(outcome);
        Ok(())
    }

    /// `consecutive(list)` and `same(list)`
    pub(super) fn series(
        &self,
        function: Function,
        list: &(ListNode, Option<Scope>),
    ) -> Result<(), Fault> {
        let Some(rule) = self.rule() else { return Ok(()) };
        let at = CheckedAt::Key(self.next_key(function.name()).into());
        let identity = Identity {
            rule,
            number: 0,
            at,
            nature: Nature::Series,
            expression: function.name().into(),
        };
        let node = Node::Aggregate(function, Box::new(list.0.clone()), None);
        let mut outcomes = Vec::new();
        self.with(list.1, |evaluator| {
            evaluator.series(&identity, &node, None, |outcome| outcomes.push(outcome))
        });
        for outcome in outcomes {
            charge_check(0)?;
            self.state().outcomes.push(outcome);
        }
        Ok(())
    }

    /// `report(figure, "text")` and `report("text")`
    pub(super) fn report(&self, of: Option<&ScriptItem>, text: &str) -> Result<(), Fault> {
        let reads = of.map_or(&[] as &[u32], |item| &item.reads);
        charge_check(text.len())?;
        charge_for(reads.len(), MADE)?;
        let Some(rule) = self.rule() else { return Ok(()) };
        let at = CheckedAt::Key(self.next_key(text).into());
        let identity =
            Identity { rule, number: 0, at, nature: Nature::Reported, expression: "report".into() };
        let words = BilingualText::same(text);
        let outcome = self.with(None, |evaluator| evaluator.reported(&identity, reads, words));
        self.state().outcomes.push(outcome);
        Ok(())
    }

    /// `skip("reason")`
    pub(super) fn skip(&self, reason: &str) -> Result<(), Fault> {
        charge_check(reason.len())?;
        let Some(rule) = self.rule() else { return Ok(()) };
        let at = CheckedAt::Key(self.next_key(reason).into());
        let identity =
            Identity { rule, number: 0, at, nature: Nature::Skipped, expression: "skip".into() };
        let why = Why::Skipped { words: reason.into() };
        let outcome = self.with(None, |evaluator| evaluator.unread(&identity, why));
        self.state().outcomes.push(outcome);
        Ok(())
    }
}

/// A text of the script.
pub(super) fn text_of(value: &Dynamic) -> Option<String> {
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Some(text.to_string());
    }
    value.as_char().ok().map(String::from)
}

/// What a value of the script is, in words.
pub(super) fn kind_of(value: &Dynamic) -> &'static str {
    if let Some(item) = value.read_lock::<ScriptItem>() {
        return item.kind();
    }
    if let Some(path) = value.read_lock::<ScriptPath>() {
        return path.kind();
    }
    if value.is::<INT>() || value.is::<Decimal>() {
        "数"
    } else if value.is_string() || value.is_char() {
        "文字"
    } else if value.is_bool() {
        "真假值"
    } else if is_list(value) {
        "列表"
    } else if value.is_map() {
        "表"
    } else if value.is_unit() {
        "空值"
    } else {
        "函数"
    }
}
