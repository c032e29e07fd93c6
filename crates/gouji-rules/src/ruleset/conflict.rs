//! Rules against rules: the same identity stated twice, linear demands that cannot both hold,
//! overrides that collide.
//!
//! In: a compiled ruleset, or the texts of its layers. Out: warnings at their places. Two rules are
//! compared where they run at the same place as often; what is not linear counts as one unknown.

use super::head::Years;
use super::name_text::NameText;
use super::rulebook::Rulebook;
use super::schema::{Claim, Origin, ParamValue, Rule};
use super::tree::{TreeTable, TreeValue, TreeView};
use super::walk::{Mistakes, RuleSource, parse};
use super::whole::Ruleset;
use crate::formula::{Binary, CheckRelation, Node, Owner};
use gouji_values::error::{MistakeCode, RuleMistake};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::ops::Range;

/// Two rules that do not go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Where the later one was written.
    pub origin: Origin,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where the earlier one was written, of rules whose conditions do not go together.
    pub other: Option<Origin>,
}

/// A bound and whether it belongs to what it bounds.
type Bound = Option<(Decimal, bool)>;

/// `Σ factor × unknown + constant REL 0`, scaled so that the first factor is 1.
struct LinearDemand<'a> {
    rule: &'a Rule,
    source: &'a str,
    place: String,
    terms: BTreeMap<String, Decimal>,
    constant: Decimal,
    relation: CheckRelation,
}

impl Ruleset {
    /// Pairs of rules that state the same or contradict each other.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Conflict> {
        let mut by_place: BTreeMap<String, Vec<LinearDemand<'_>>> = BTreeMap::new();
        for demand in self.rules.iter().flat_map(|rule| demands(rule, self)) {
            by_place.entry(demand.place.clone()).or_default().push(demand);
        }
        let mut out = Vec::new();
        for demands in by_place.values() {
            for (i, later) in demands.iter().enumerate() {
                for earlier in demands.iter().take(i) {
                    out.extend(compare(earlier, later));
                }
            }
        }
        out.extend(self.measured());
        out.extend(self.borders());
        out.sort_by(|a, b| {
            (&a.origin.file, a.origin.span.start).cmp(&(&b.origin.file, b.origin.span.start))
        });
        out
    }
}

impl Ruleset {
    /// Whether a wording of a claim has a name of a measure right before an amount that it takes:
    /// other sentences a measure does not read.
    fn may_name(&self, measure: &str, claim: &Claim) -> bool {
        /// Nobody writes more names out.
        const MOST: usize = 5000;
        let known = self.claims.iter().find(|own| own.id == measure);
        let Some(measure) = known.and_then(|own| own.measure.as_deref()) else { return true };
        let count: usize = measure.names.iter().map(NameText::count).sum();
        if count > MOST || !measure.open_names.is_empty() {
            return true;
        }
        let texts = claim.wordings.iter().map(|wording| wording.pattern.written());
        let Some(texts) = texts.collect::<Option<Vec<&str>>>() else { return true };
        let is_sign = |c: char| matches!(c, '(' | ')' | '?' | '|');
        let plain: Vec<String> =
            texts.iter().map(|text| text.chars().filter(|c| !is_sign(*c)).collect()).collect();
        // each stretch before an amount, up to the sign that parts it from what it does not name
        let stretches: Vec<&str> = plain
            .iter()
            .flat_map(|text| text.match_indices('{').filter_map(|(at, _)| text.get(..at)))
            .filter_map(|before| before.rsplit(['，', '、', '；', '。', '}', '…']).next())
            .collect();
        /// What may stand between a name and its amount.
        const LINK: usize = 6;
        let stands = |stretch: &str, name: &str| {
            let behind = stretch.rsplit_once(name).map(|(_, behind)| behind.chars().count());
            behind.is_some_and(|behind| behind <= LINK)
        };
        let names = measure.names.iter().flat_map(NameText::all);
        names.into_iter().any(|name| stretches.iter().any(|stretch| stands(stretch, &name)))
    }

    /// What to do with a claim that measures say already: only the author's own may be changed.
    fn instead_of_measured(&self, measures: &[&str]) -> String {
        let mut rules = self.rules.iter().filter(|rule| measures.contains(&&*rule.id));
        match rules.find(|rule| self.is_own(rule)) {
            Some(_) => "删去这一条，在名目里写 replaces".to_owned(),
            None => "先在有这句话的文件上运行 gouji check 文件 --all，名目核对到这个数的，可以删去这一条；没有核对到的留着，不算错"
                .to_owned(),
        }
    }

    /// Claims that say nothing but what measures say: that an amount equals a cell.
    fn measured(&self) -> Vec<Conflict> {
        let claim = |rule: &Rule| match rule.owner {
            Owner::Claim(claim) => self.claims.get(claim),
            _ => None,
        };
        let sides = |text: &str| {
            let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            bare.split_once("==").map(|(own, cell)| (own.to_owned(), cell.to_owned()))
        };
        let mut cells: BTreeMap<String, &str> = BTreeMap::new();
        for rule in &self.rules {
            let Some(own) = claim(rule).filter(|claim| claim.measure.is_some()) else { continue };
            let cell = |text: &str| {
                let (name, cell) = sides(text)?;
                own.captures.iter().any(|capture| capture.name == name).then_some(cell)
            };
            let formulas = rule.demand.formulas().iter();
            cells.extend(formulas.filter_map(|one| Some((cell(&one.source)?, &*rule.id))));
        }
        let mut out = Vec::new();
        for rule in self.rules.iter().filter(|_| !cells.is_empty()) {
            let Some(own) = claim(rule).filter(|claim| !claim.is_of_prose()) else { continue };
            let is_capture = |name: &str| own.captures.iter().any(|capture| capture.name == name);
            let of = |text: &str| {
                let (name, cell) = sides(text)?;
                cells.get(&cell).copied().filter(|_| is_capture(&name))
            };
            let formulas = rule.demand.formulas();
            let measures: Option<Vec<&str>> = formulas.iter().map(|one| of(&one.source)).collect();
            let Some(mut measures) = measures.filter(|measures| !measures.is_empty()) else {
                continue;
            };
            measures.sort_unstable();
            measures.dedup();
            if !measures.iter().any(|measure| self.may_name(measure, own)) {
                continue;
            }
            out.push(Conflict {
                origin: rule.origin.clone(),
                message: format!("{} 核对的都已由名目 {} 核对", rule.id, measures.join("、")),
                help: self.instead_of_measured(&measures),
                other: None,
            });
        }
        out
    }
}

fn demands<'a>(rule: &'a Rule, ruleset: &'a Ruleset) -> Vec<LinearDemand<'a>> {
    if rule.demand.is_choice() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for expectation in rule.demand.formulas() {
        let resolved = &expectation.resolved;
        let Some(computed) = &resolved.computed else { continue };
        let mut demand = LinearDemand {
            rule,
            source: &expectation.source,
            place: format!("{:?} {:?} {:?}", rule.owner, rule.scope, resolved.iteration),
            terms: BTreeMap::new(),
            constant: Decimal::ZERO,
            relation: resolved.relation,
        };
        let is_linear = demand
            .add(&resolved.stated, Decimal::ONE, ruleset)
            .and_then(|()| demand.add(computed, -Decimal::ONE, ruleset))
            .is_some();
        demand.terms.retain(|_, factor| !factor.is_zero());
        let first = demand.terms.values().next().copied();
        let Some(first) = first.filter(|_| is_linear && resolved.relation != CheckRelation::Meets)
        else {
            continue;
        };
        for factor in demand.terms.values_mut() {
            *factor /= first;
        }
        demand.constant /= first;
        if first.is_sign_negative() {
            demand.relation = demand.relation.mirrored();
        }
        out.push(demand);
    }
    out
}

impl LinearDemand<'_> {
    fn add(&mut self, node: &Node, factor: Decimal, ruleset: &Ruleset) -> Option<()> {
        match node {
            Node::Number { value, unit: None, .. } => {
                self.constant = self.constant.checked_add(factor.checked_mul(*value)?)?
            }
            Node::Param(param, None) => {
                match ruleset.params.get(*param).map(|param| &param.value) {
                    Some(ParamValue::Number(value, None)) => {
                        self.constant = self.constant.checked_add(factor.checked_mul(*value)?)?
                    }
                    _ => self.unknown(node, factor)?,
                }
            }
            Node::Negate(inner) => self.add(inner, -factor, ruleset)?,
            Node::Binary(Binary::Add, a, b) => {
                self.add(a, factor, ruleset)?;
                self.add(b, factor, ruleset)?;
            }
            Node::Binary(Binary::Subtract, a, b) => {
                self.add(a, factor, ruleset)?;
                self.add(b, -factor, ruleset)?;
            }
            Node::Binary(Binary::Multiply, a, b) => match (a.as_ref(), b.as_ref()) {
                (Node::Number { value, .. }, other) | (other, Node::Number { value, .. }) => {
                    self.add(other, factor.checked_mul(*value)?, ruleset)?
                }
                _ => self.unknown(node, factor)?,
            },
            _ => self.unknown(node, factor)?,
        }
        Some(())
    }

    fn unknown(&mut self, node: &Node, factor: Decimal) -> Option<()> {
        let known = self.terms.entry(format!("{node:?}")).or_default();
        *known = known.checked_add(factor)?;
        Some(())
    }

    /// What `Σ factor × unknown` may be: its bounds, and whether they belong to it.
    fn bounds(&self) -> Option<(Bound, Bound)> {
        let at = -self.constant;
        Some(match self.relation {
            CheckRelation::Equal => (Some((at, true)), Some((at, true))),
            CheckRelation::Less => (None, Some((at, false))),
            CheckRelation::AtMost => (None, Some((at, true))),
            CheckRelation::Greater => (Some((at, false)), None),
            CheckRelation::AtLeast => (Some((at, true)), None),
            _ => return None,
        })
    }
}

fn compare(earlier: &LinearDemand<'_>, later: &LinearDemand<'_>) -> Option<Conflict> {
    let when =
        |demand: &LinearDemand<'_>| demand.rule.when.as_ref().map(|(source, _)| source.clone());
    // rules under different conditions may well differ
    if when(earlier) != when(later) && when(earlier).is_some() && when(later).is_some() {
        return None;
    }
    let names = if earlier.rule.id == later.rule.id {
        format!("{} 的两条公式", later.rule.id)
    } else {
        format!("{} 和 {}", earlier.rule.id, later.rule.id)
    };
    let found = |message: String, help: &str| {
        let help = format!("{help}；一条是 {}，另一条是 {}", earlier.source, later.source);
        Some(Conflict { origin: later.rule.origin.clone(), message, help, other: None })
    };
    if earlier.terms == later.terms {
        if earlier.constant == later.constant && earlier.relation == later.relation {
            if let Some(help) = copied(earlier, later) {
                let (origin, message) =
                    (later.rule.origin.clone(), format!("{names} 写的是同一件事"));
                return Some(Conflict { origin, message, help, other: None });
            }
            return found(format!("{names} 写的是同一件事"), "删去其中一条");
        }
        if let (Some((low, high)), Some((other_low, other_high))) =
            (earlier.bounds(), later.bounds())
            && (apart(low, other_high) || apart(other_low, high))
        {
            return found(format!("{names} 不能同时成立"), "改其中一条，或用 when 分开适用的情形");
        }
        return None;
    }
    let same_unknowns = earlier.terms.len() > 1 && earlier.terms.keys().eq(later.terms.keys());
    if same_unknowns
        && earlier.relation == CheckRelation::Equal
        && later.relation == CheckRelation::Equal
    {
        return found(
            format!("{names} 对同样几个数写了不同的等式，一般不能同时成立"),
            "检查加减号，或用 when 分开适用的情形",
        );
    }
    None
}

/// What to do with a rule whose formula is that of another, letter for letter.
fn copied(earlier: &LinearDemand<'_>, later: &LinearDemand<'_>) -> Option<String> {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    if bare(earlier.source) != bare(later.source) {
        return None;
    }
    let source = later.source;
    Some(match earlier.rule.id == later.rule.id {
        true => format!("两条都是 {source}：删去其中一条"),
        false => format!(
            "两条都是 {source}：复制来的，form、expect 忘了改的，改成自己的；真是同一件事的，删去其中一条"
        ),
    })
}

/// Whether a lower bound lies above an upper one.
fn apart(low: Bound, high: Bound) -> bool {
    match (low, high) {
        (Some((low, low_in)), Some((high, high_in))) => {
            low > high || (low == high && !(low_in && high_in))
        }
        _ => false,
    }
}

/// Keys that add up or belong to one layer: no override.
const NO_OVERRIDE: &[&str] =
    &["id", "reason", "off", "years", "case", "title", "text", "start", "key", "columns", "rows"];

/// A value that a layer writes under a key of an item.
struct Written<'a> {
    source: &'a RuleSource,
    text: &'a str,
    span: Range<usize>,
}

impl Rulebook {
    /// Overrides that change nothing, that change again what another layer changed, or that switch
    /// on again what was off.
    #[must_use]
    pub fn override_conflicts(&self, name: &str, extra: &[String]) -> Vec<RuleMistake> {
        let sources = self.sources(name, extra);
        let mut ignored = Mistakes::default();
        let trees: Vec<_> = sources.iter().map(|source| parse(source, &mut ignored)).collect();
        let mut written: BTreeMap<(String, String), Vec<Written<'_>>> = BTreeMap::new();
        let mut off: BTreeMap<String, (&RuleSource, Range<usize>)> = BTreeMap::new();
        let mut out = Mistakes::default();
        for (source, tree) in sources.iter().zip(&trees) {
            for (kind, item) in items(tree.root()) {
                let Some((id, span)) = id_of(item) else { continue };
                // another year is another item
                let key = format!("{kind} {id} {:?}", years(item));
                let is_off =
                    matches!(item.get("off").map(TreeValue::view), Some(TreeView::Boolean(true)));
                if let Some((by, _)) =
                    off.get(&key).filter(|(by, _)| !is_off && by.layer != source.layer)
                {
                    let message = format!("{} 停用的 {id} 在这里又启用了", by.layer);
                    out.warn(
                        source,
                        span.clone(),
                        MistakeCode::SwitchedOnAgain,
                        message,
                        Some("如果不是有意启用，删去这一条".to_owned()),
                    );
                }
                if is_off {
                    off.insert(key.clone(), (source, span));
                } else {
                    off.remove(&key);
                }
                for (name, _, value) in
                    item.iter().filter(|(name, _, _)| !NO_OVERRIDE.contains(name))
                {
                    let text = source.text.get(value.span()).unwrap_or("");
                    written.entry((key.clone(), name.to_owned())).or_default().push(Written {
                        source,
                        text,
                        span: value.span(),
                    });
                }
            }
            if let Some(params) = tree.root().get("param").and_then(TreeValue::table) {
                for (name, _, value) in params.iter() {
                    let text = source.text.get(value.span()).unwrap_or("");
                    written
                        .entry((format!("param {name}"), name.to_owned()))
                        .or_default()
                        .push(Written { source, text, span: value.span() });
                }
            }
        }
        for ((item, key), all) in &written {
            let Some((last, before)) = all.split_last() else { continue };
            let Some(previous) =
                before.last().filter(|previous| previous.source.layer != last.source.layer)
            else {
                continue;
            };
            let what = match item.split(' ').nth(1).filter(|id| id != key) {
                Some(id) => format!("{id} 的 {key}"),
                None => format!("参数 {key}"),
            };
            if previous.text == last.text {
                out.warn(
                    last.source,
                    last.span.clone(),
                    MistakeCode::AmendsNothing,
                    format!("{what} 与 {} 写的一样，等于没改", previous.source.layer),
                    Some("删去这一行".to_owned()),
                );
            } else if before.len() > 1 {
                let message =
                    format!("{what} 在 {} 里已经改过一次，以这里的为准", previous.source.layer);
                let help = format!(
                    "{} 写的是 {}",
                    previous.source.layer,
                    previous.text.split_whitespace().collect::<Vec<_>>().join(" ")
                );
                let code = MistakeCode::AmendedTwice;
                out.warn(last.source, last.span.clone(), code, message, Some(help));
            }
        }
        out.sorted()
    }
}

fn items(table: TreeTable<'_>) -> impl Iterator<Item = (&'static str, TreeTable<'_>)> {
    ["form", "part", "scale", "claim", "role", "relation", "measure", "wording", "rule"]
        .into_iter()
        .flat_map(move |kind| {
            let list = table.get(kind);
            list.into_iter()
                .flat_map(TreeValue::items)
                .filter_map(move |item| Some((kind, item.table()?)))
        })
}

fn id_of(table: TreeTable<'_>) -> Option<(&str, Range<usize>)> {
    let value = table.get("id")?;
    Some((value.text()?, value.span()))
}

fn years(table: TreeTable<'_>) -> Option<(i32, i32)> {
    if let Some(years) = table.get("years") {
        return Years::parse(years.text()?).map(|years| (years.from, years.to));
    }
    let year = |key: &str| match table.get(key)?.view() {
        TreeView::Integer(Some(text)) | TreeView::Text(text) => text.parse().ok(),
        _ => None,
    };
    let (from, until): (Option<i32>, Option<i32>) = (year("from"), year("until"));
    (from.is_some() || until.is_some())
        .then(|| (from.unwrap_or(i32::MIN), until.unwrap_or(i32::MAX)))
}
