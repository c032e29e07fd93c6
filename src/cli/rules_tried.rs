//! What two versions of rules come to on documents: counts of each rule, findings that come and go, for
//! people and for programs.

use gouji_audit::audit::{Detection, DocumentAudit, RuleStatus, Severity, Unreadable, Verdict};
use gouji_report::report::entry::entries;
use gouji_report::report::rule_end;
use gouji_report::report::width::{columns, hang, left, one_line};
use gouji_report::report::words::{severity_name, severity_word};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is held against each other.
pub(crate) struct Without {
    /// The names of the layers that are tried.
    pub layers: Vec<String>,
    /// Their folders.
    pub after: Vec<String>,
    /// Those before; with none it is held against the rules without any.
    pub before: Vec<String>,
}

/// How often a rule came to each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    holds: usize,
    corroborated: usize,
    violated: usize,
    unchecked: usize,
    /// In how many documents it did not apply.
    elsewhere: usize,
    /// In how many its script did not run to its end.
    failed: usize,
}

impl Counts {
    const WORDS: [&'static str; 6] =
        ["相符", "印证", "不符", "未能核对", "没有适用的文件", "没有运行完的文件"];
    const KEYS: [&'static str; 6] =
        ["holds", "corroborated", "violation", "unchecked", "not_applicable", "failed"];

    fn list(&self) -> [usize; 6] {
        [self.holds, self.corroborated, self.violated, self.unchecked, self.elsewhere, self.failed]
    }

    fn add(&mut self, other: &Self) {
        self.holds += other.holds;
        self.corroborated += other.corroborated;
        self.violated += other.violated;
        self.unchecked += other.unchecked;
        self.elsewhere += other.elsewhere;
        self.failed += other.failed;
    }

    fn value(&self) -> Value {
        Self::KEYS.iter().zip(self.list()).map(|(key, count)| (*key, json!(count))).collect()
    }

    /// Each count that is not 0 before or after.
    fn words(before: Option<&Self>, after: &Self) -> String {
        let old = before.map(Self::list);
        let each = Self::WORDS.iter().zip(after.list()).enumerate();
        let parts = each.filter_map(|(at, (word, now))| {
            let was = old.and_then(|old| old.get(at).copied()).unwrap_or(now);
            // the first five stand there in any case
            let is_shown = now > 0 || was > 0 || at < 5;
            let before = if was == now { String::new() } else { format!("（原 {was}）") };
            is_shown.then(|| format!("{word} {now}{before}"))
        });
        parts.collect::<Vec<_>>().join("，")
    }
}

/// A finding as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
struct SeenFinding {
    id: String,
    rule: String,
    severity: Severity,
    place: String,
    message: String,
}

impl SeenFinding {
    fn value(&self) -> Value {
        json!({
            "id": self.id,
            "rule": self.rule,
            "severity": severity_name(self.severity),
            "place": self.place,
            "message": self.message,
        })
    }
}

/// What was seen of a document under one version of the rules.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    path: String,
    rules: BTreeMap<String, Counts>,
    findings: Vec<SeenFinding>,
    /// With proofs: who would tell of each figure, by its place.
    told: BTreeMap<u32, Detection>,
    is_failed: bool,
}

impl Seen {
    /// Of an audit; `others` are rules of other layers.
    pub(crate) fn of(audit: &DocumentAudit, others: &BTreeSet<String>) -> Self {
        let own = rule_end::own(audit);
        let own = own.iter().filter(|end| !others.contains(end.rule.id.as_str()));
        let rules = own.map(|end| {
            let counts = Counts {
                holds: end.count(Verdict::Holds) + end.count(Verdict::Rounding),
                corroborated: end.count(Verdict::Corroborated),
                violated: end.count(Verdict::Violation),
                unchecked: end.count(Verdict::Unchecked),
                elsewhere: usize::from(end.rule.status == RuleStatus::NotApplicable),
                failed: usize::from(end.rule.status == RuleStatus::Failed),
            };
            (end.rule.id.to_string(), counts)
        });
        let open = entries(audit).into_iter().filter(|entry| entry.finding.waiver.is_none());
        let findings = open.map(|entry| {
            let headline = entry.headline(audit);
            let mut message = headline.text.clone();
            if !headline.says_values {
                for (name, value) in headline.values() {
                    message.push_str(&format!("；{name} {value}"));
                }
            }
            SeenFinding {
                id: entry.finding.id.clone(),
                rule: entry.check.rule.to_string(),
                severity: entry.severity,
                place: headline.place(audit),
                message: one_line(&message),
            }
        });
        let proved = audit.proved.iter().flat_map(|proved| &proved.figures);
        Self {
            path: audit.path.clone(),
            rules: rules.collect(),
            findings: findings.collect(),
            told: proved.map(|figure| (figure.span.start, figure.told)).collect(),
            is_failed: audit.failed().next().is_some(),
        }
    }
}

/// Figures that would be told, were a digit another one.
#[derive(Clone, Copy, Debug, Default)]
struct ToldCounts {
    figures: usize,
    before: usize,
    after: usize,
    /// Told now and not before, and the other way round.
    more: usize,
    fewer: usize,
}

impl ToldCounts {
    fn of(old: &BTreeMap<u32, Detection>, new: &BTreeMap<u32, Detection>) -> Self {
        let is_told = |told: Option<&Detection>| told.is_some_and(|told| *told > Detection::Never);
        let mut out = Self::default();
        for at in old.keys().chain(new.keys()).collect::<BTreeSet<_>>() {
            let (was, is) = (is_told(old.get(at)), is_told(new.get(at)));
            out.figures += 1;
            out.before += usize::from(was);
            out.after += usize::from(is);
            out.more += usize::from(is && !was);
            out.fewer += usize::from(was && !is);
        }
        out
    }

    fn add(&mut self, other: &Self) {
        self.figures += other.figures;
        self.before += other.before;
        self.after += other.after;
        self.more += other.more;
        self.fewer += other.fewer;
    }

    fn value(&self) -> Value {
        json!({
            "figures": self.figures,
            "told_before": self.before,
            "told_after": self.after,
            "more": self.more,
            "fewer": self.fewer,
        })
    }
}

/// What became of the findings of a document.
#[derive(Debug, Default)]
struct Effect {
    came: Vec<SeenFinding>,
    went: Vec<SeenFinding>,
    /// With the severity before.
    weighed: Vec<(SeenFinding, Severity)>,
    told: Option<ToldCounts>,
    is_failed: bool,
}

/// What the rules come to on all documents.
#[derive(Debug, Default)]
pub(crate) struct Tried {
    documents: Vec<(String, Result<Effect, String>)>,
    /// Of each rule before and after.
    rules: BTreeMap<String, [Option<Counts>; 2]>,
}

impl Tried {
    /// Adds a document under both versions.
    pub(crate) fn add(&mut self, old: Result<Seen, Unreadable>, new: Result<Seen, Unreadable>) {
        let (old, new) = match (old, new) {
            (Ok(old), Ok(new)) => (old, new),
            (Err(unread), _) | (_, Err(unread)) => {
                self.documents.push((unread.path, Err(unread.message)));
                return;
            }
        };
        for (at, seen) in [&old, &new].into_iter().enumerate() {
            for (id, counts) in &seen.rules {
                let both = self.rules.entry(id.clone()).or_default();
                if let Some(own) = both.get_mut(at) {
                    own.get_or_insert_default().add(counts);
                }
            }
        }
        let mut effect = Effect { is_failed: new.is_failed, ..Effect::default() };
        if !old.told.is_empty() || !new.told.is_empty() {
            effect.told = Some(ToldCounts::of(&old.told, &new.told));
        }
        let before: BTreeMap<&str, &SeenFinding> =
            old.findings.iter().map(|own| (own.id.as_str(), own)).collect();
        for own in &new.findings {
            match before.get(own.id.as_str()) {
                None => effect.came.push(own.clone()),
                Some(known) if known.severity != own.severity => {
                    effect.weighed.push((own.clone(), known.severity));
                }
                Some(_) => {}
            }
        }
        let now: BTreeSet<&str> = new.findings.iter().map(|own| own.id.as_str()).collect();
        let went = old.findings.iter().filter(|own| !now.contains(own.id.as_str()));
        effect.went = went.cloned().collect();
        self.documents.push((new.path, Ok(effect)));
    }

    /// Whether a document was not audited, or not to the end.
    pub(crate) fn is_any_unread(&self) -> bool {
        let is_whole = |own: &Result<Effect, String>| own.as_ref().is_ok_and(|own| !own.is_failed);
        self.documents.iter().any(|(_, own)| !is_whole(own))
    }

    fn effects(&self) -> impl Iterator<Item = &Effect> {
        self.documents.iter().filter_map(|(_, own)| own.as_ref().ok())
    }

    fn told(&self) -> Option<ToldCounts> {
        let all: Vec<&ToldCounts> = self.effects().filter_map(|own| own.told.as_ref()).collect();
        (!all.is_empty()).then(|| {
            let mut sum = ToldCounts::default();
            all.into_iter().for_each(|own| sum.add(own));
            sum
        })
    }
}

/// For people.
pub(crate) fn words(tried: &Tried, without: &Without, width: usize) -> String {
    let mut out = String::new();
    let names = without.after.join("、");
    let head = match without.before.as_slice() {
        [] => format!("{names}：与不用它对照，{} 份文件", tried.documents.len()),
        before => {
            format!("{names}：与 {} 对照，{} 份文件", before.join("、"), tried.documents.len())
        }
    };
    hang(&mut out, "", 0, &head, width);
    out.push_str("\n每条规则核对的结果\n");
    let wide = tried.rules.keys().map(|id| columns(id)).max().unwrap_or(0).min(28);
    for (id, [before, after]) in &tried.rules {
        let head = format!("  {}  ", left(id, wide));
        let text = match (before, after) {
            (None, Some(after)) if !without.before.is_empty() => {
                format!("新加的：{}", Counts::words(None, after))
            }
            (before, Some(after)) => Counts::words(before.as_ref(), after),
            (Some(before), None) => format!("没有了，原来：{}", Counts::words(None, before)),
            (None, None) => continue,
        };
        hang(&mut out, &head, columns(&head), &text, width);
    }
    if tried.rules.is_empty() {
        out.push_str("  没有自己的规则\n");
    }
    let sum = |of: fn(&Effect) -> usize| tried.effects().map(of).sum::<usize>();
    let (came, went) = (sum(|own| own.came.len()), sum(|own| own.went.len()));
    let weighed = sum(|own| own.weighed.len());
    out.push_str(&format!("\n问题 +{came} −{went}"));
    if weighed > 0 {
        out.push_str(&format!("，级别变了的 {weighed}"));
    }
    out.push('\n');
    for (path, effect) in &tried.documents {
        match effect {
            Ok(effect) => changes(&mut out, path, effect, width),
            Err(why) => hang(&mut out, "", 4, &format!("未能读取 {path}：{why}"), width),
        }
    }
    if let Some(told) = tried.told() {
        let text = format!(
            "{} 个数里会被发现的，原来 {} 个，现在 {} 个：多 {} 个，少 {} 个",
            told.figures, told.before, told.after, told.more, told.fewer
        );
        out.push_str("\n改动一位数字，会不会被发现\n");
        hang(&mut out, "  ", 2, &text, width);
    }
    out
}

fn changes(out: &mut String, path: &str, effect: &Effect, width: usize) {
    if effect.came.is_empty() && effect.went.is_empty() && effect.weighed.is_empty() {
        return;
    }
    hang(out, "", 4, path, width);
    let line = |sign: &str, own: &SeenFinding, level: &str| {
        let place = if own.place.is_empty() { String::new() } else { format!("{} ", own.place) };
        (format!("  {sign} "), format!("{level} {place}[{}] {}", own.rule, own.message))
    };
    let level = |own: &SeenFinding| severity_word(own.severity).trim().to_owned();
    let came = effect.came.iter().map(|own| line("+", own, &level(own)));
    let went = effect.went.iter().map(|own| line("−", own, &level(own)));
    let weighed = effect.weighed.iter().map(|(own, before)| {
        line("±", own, &format!("{} → {}", severity_word(*before).trim(), level(own)))
    });
    for (head, text) in came.chain(went).chain(weighed) {
        hang(out, &head, columns("    "), &text, width);
    }
}

/// For programs.
pub(crate) fn value(tried: &Tried, without: &Without) -> Value {
    let document = |(path, effect): &(String, Result<Effect, String>)| match effect {
        Ok(effect) => {
            let list = |own: &[SeenFinding]| own.iter().map(SeenFinding::value).collect::<Vec<_>>();
            let weighed = effect.weighed.iter().map(|(own, before)| {
                let mut value = own.value();
                value["severity_before"] = json!(severity_name(*before));
                value
            });
            json!({
                "path": path,
                "error": null,
                "came": list(&effect.came),
                "went": list(&effect.went),
                "changed": weighed.collect::<Vec<_>>(),
                "proved": effect.told.as_ref().map(ToldCounts::value),
            })
        }
        Err(why) => json!({"path": path, "error": why}),
    };
    let rule = |(id, [before, after]): (&String, &[Option<Counts>; 2])| {
        json!({
            "id": id,
            "before": before.as_ref().map(Counts::value),
            "after": after.as_ref().map(Counts::value),
        })
    };
    json!({
        "schema": "gouji-rules-try/1",
        "layers": without.layers,
        "folders": without.after,
        "before": without.before,
        "rules": tried.rules.iter().map(rule).collect::<Vec<_>>(),
        "documents": tried.documents.iter().map(document).collect::<Vec<_>>(),
        "proved": tried.told().as_ref().map(ToldCounts::value),
    })
}
