//! Values of a script: what was read, with its reasons and its sources, and the paths that lead to
//! figures.

use crate::check::Evaluated;
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::Missing;
use crate::check::evaluate::value::Value;
use gouji_rules::formula::{ClaimPath, FormPath, Function, ListNode, PartReference};
use gouji_rules::script::charge_for;
use gouji_values::hash::QuickSet;
use gouji_values::number::Decimal;
use std::sync::Arc;

/// A value that was read or computed, or why there is none; it remembers the printed figures that
/// it rests on.
#[derive(Clone, Debug)]
pub(super) struct ScriptItem {
    pub(super) value: Evaluated,
    /// Printed figures that were read for it, in order.
    pub(super) reads: Arc<[u32]>,
    /// It is one figure as printed, not computed.
    pub(super) single: bool,
    /// It is a fact of the document: its year, its agency, its kind.
    pub(super) is_fact: bool,
    /// The list that it is where a list is wanted, and the scope that this list stands in.
    pub(super) list: Option<Arc<(ListNode, Option<Scope>)>>,
    /// The path that it was read by.
    pub(super) path: Option<Arc<(FormPath, Option<Scope>)>>,
}

impl ScriptItem {
    pub(super) fn plain(value: Value) -> Self {
        Self {
            value: Ok(value),
            reads: Arc::from([]),
            single: true,
            is_fact: false,
            list: None,
            path: None,
        }
    }

    pub(super) fn computed(value: Evaluated, from: &[&Self]) -> Self {
        Self {
            value,
            reads: all_reads(from),
            single: false,
            is_fact: false,
            list: None,
            path: None,
        }
    }

    pub(super) fn missing(why: Missing) -> Self {
        Self {
            value: Err(why),
            reads: Arc::from([]),
            single: false,
            is_fact: false,
            list: None,
            path: None,
        }
    }

    /// Whether it is a text.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.value, Ok(Value::Text(..)))
    }

    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match &self.value {
            Ok(Value::Number(_)) => "数",
            Ok(Value::Text(..)) => "文字",
            Ok(Value::Bool(_)) => "真假值",
            Ok(Value::Date(..)) => "日期",
            Ok(Value::Blank(_)) => "空格",
            Err(_) => "没有读出的值",
        }
    }
}

/// What values were read for, each figure once, in order.
fn all_reads(from: &[&ScriptItem]) -> Arc<[u32]> {
    /// A few are compared quicker than hashed.
    const FEW: usize = 4;
    let mut some = from.iter().filter(|item| !item.reads.is_empty());
    let Some(first) = some.next() else { return Arc::from([]) };
    let mut rest = some.peekable();
    if rest.peek().is_none() {
        return Arc::clone(&first.reads);
    }
    let mut reads: Vec<u32> = first.reads.to_vec();
    for item in rest {
        // what is used up is told by the next step
        let _ = charge_for(reads.len() + item.reads.len(), 512);
        if item.reads.len() <= FEW {
            for index in item.reads.iter() {
                if !reads.contains(index) {
                    reads.push(*index);
                }
            }
        } else {
            let mut known: QuickSet<u32> = reads.iter().copied().collect();
            let _ = charge_for(known.len() + item.reads.len(), 32);
            reads.extend(item.reads.iter().copied().filter(|index| known.insert(*index)));
        }
    }
    reads.into()
}

/// Something that a dot or bracket may stand behind.
#[derive(Clone, Debug)]
pub(super) enum ScriptPath {
    /// A form, perhaps with side and row.
    Form(FormPath, Option<Scope>),
    /// A claim, perhaps with a word.
    Claim(ClaimPath, Option<Scope>),
    /// A row of a form, or a sentence or item of a claim.
    Row(Scope),
    /// Parts of a kind, of a key, or one of them.
    Part(PartReference),
    /// `上年`
    LastYear,
    /// `param`
    Param,
    /// A parameter that is a table.
    ParamTable(usize),
    /// `doc`
    Doc,
    /// `table`
    Table,
    /// A scale.
    Scale(usize),
    /// A grade of a scale.
    Grade(usize, String),
    /// `like(label)`
    Like(String),
    /// `line(n)` or `column(n)`
    Numbered(Function, Decimal),
}

impl ScriptPath {
    /// What it is, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Form(..) => "表样",
            Self::Claim(..) => "声明",
            Self::Row(_) => "行",
            Self::Part(_) => "部分",
            Self::LastYear => "上年",
            Self::Param | Self::ParamTable(_) => "参数表",
            Self::Doc => "doc",
            Self::Table => "table",
            Self::Scale(_) | Self::Grade(..) => "等级标准",
            Self::Like(_) => "like(…)",
            Self::Numbered(..) => "行次、栏次",
        }
    }
}
