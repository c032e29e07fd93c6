//! `[[role]]`: by which words a figure of a sentence is known, and the slots of the relations that name roles.
//!
//! In: tables of rule files. Out: [`RoleRow`]s, and the captures of each `[[relation]]` with `roles`.

use super::compiler::Compiler;
use super::head::{ItemHead, LayeredItem};
use super::layer::{add, replace};
use super::other_words;
use super::raw::{RawRole, RawRule};
use super::schema::{CaptureName, Claim, ClaimBody, DeclaredSlots, RoleItem};
use super::walk::{Mistakes, RuleText, TableWalk};
use crate::formula::{nearest, suggest};
use crate::pattern::CaptureKind;
use gouji_prose::prose::{self, REACHES, RoleReach, RoleRow};
use gouji_values::error::MistakeCode;
use gouji_values::kind::Kind;

/// What the figure of a role is: its name in rule files, and what reading, formulas and captures call it.
const ROLE_KINDS: &[(&str, prose::Kind, Kind, CaptureKind)] = &[
    ("amount", prose::Kind::Money, Kind::Amount, CaptureKind::Amount),
    ("percent", prose::Kind::Percent, Kind::Percent, CaptureKind::Percent),
    ("points", prose::Kind::Points, Kind::Points, CaptureKind::Count),
    ("count", prose::Kind::Count, Kind::Count, CaptureKind::Count),
    ("score", prose::Kind::Score, Kind::Number, CaptureKind::Score),
    ("number", prose::Kind::Bare, Kind::Number, CaptureKind::Score),
];

/// The kinds, for who wrote none of them.
const KINDS: &str = "可用的有：amount 金额，percent 百分数，points 百分点，count 个数，score 分数，number 没有单位的数";

impl LayeredItem for RawRole {
    fn head(&self) -> &ItemHead {
        &self.head
    }

    fn head_mut(&mut self) -> &mut ItemHead {
        &mut self.head
    }

    fn kind(&self) -> &'static str {
        "role"
    }

    fn amend(&mut self, child: Self) {
        replace(&mut self.role, child.role);
        add(&mut self.before, child.before);
        add(&mut self.after, child.after);
        replace(&mut self.kind, child.kind);
        replace(&mut self.unit, child.unit);
        add(&mut self.unless, child.unless);
        replace(&mut self.rounded, child.rounded);
        replace(&mut self.example, child.example);
    }
}

/// Reads a `[[role]]`.
pub(super) fn role(mut walk: TableWalk<'_>, mistakes: &mut Mistakes) -> Option<RawRole> {
    let head = ItemHead::read(&mut walk, mistakes);
    let (role, kind) = (walk.string(mistakes, "role"), walk.string(mistakes, "kind"));
    let (before, after) = (walk.strings(mistakes, "before"), walk.strings(mistakes, "after"));
    let (unit, unless) = (walk.strings(mistakes, "unit"), walk.strings(mistakes, "unless"));
    let rounded = walk.boolean(mistakes, "rounded");
    let example = walk.string(mistakes, "example");
    walk.finish(mistakes);
    Some(RawRole { head: head?, role, before, after, kind, unit, unless, rounded, example })
}

impl RawRole {
    /// The name under which equations know the figure.
    pub(super) fn name(&self) -> &RuleText {
        self.role.as_ref().unwrap_or(&self.head.id)
    }

    fn kind_of(&self) -> Option<&'static (&'static str, prose::Kind, Kind, CaptureKind)> {
        let kind = self.kind.as_ref()?;
        ROLE_KINDS.iter().find(|(name, ..)| *name == kind.value)
    }
}

/// What to write instead of a kind that no figure of a role is.
fn kind_help<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> String {
    let own = match written {
        "没有单位" | "没有单位的数" | "数" | "数字" => Some("number"),
        "百分点" => Some("points"),
        other => other_words::meant("kind", other),
    };
    let known: Vec<&str> = names.collect();
    match own.filter(|own| known.contains(own)) {
        Some("count") => "写成 kind = \"count\"，并写单位，如 unit = \"人\"".to_owned(),
        Some(own) => format!("写成 kind = \"{own}\""),
        None => nearest(written, known).unwrap_or_else(|| KINDS.to_owned()),
    }
}

impl Compiler<'_> {
    /// The rows of the table of roles.
    pub(super) fn roles(&mut self, raw: &[RawRole]) -> Vec<RoleItem> {
        let item = |one: &RawRole| {
            let example = one.example.as_ref().map(|text| text.value.clone());
            let origin = self.origin(&one.head);
            Some(RoleItem { row: self.role(one, raw)?, example, origin })
        };
        raw.iter().filter_map(item).collect()
    }

    fn role(&mut self, raw: &RawRole, all: &[RawRole]) -> Option<RoleRow> {
        self.identifier(raw.name(), "角色");
        let Some((kind_name, kind, ..)) = raw.kind_of() else {
            let names = ROLE_KINDS.iter().map(|(name, ..)| *name);
            match &raw.kind {
                Some(kind) => self.at(
                    kind,
                    MistakeCode::RoleKind,
                    format!("角色的 kind 没有 {}", kind.value),
                    Some(kind_help(&kind.value, names)),
                ),
                None => self.at(
                    &raw.head.id,
                    MistakeCode::RoleKind,
                    format!("角色 {} 缺少 kind", raw.head.id.value),
                    Some(
                        "例如 kind = \"amount\"；个数写 kind = \"count\", unit = \"户\"".to_owned(),
                    ),
                ),
            }
            return None;
        };
        let folded = |texts: &Option<Vec<RuleText>>| -> Vec<String> {
            let words = texts.iter().flatten().map(|text| self.words.folded(&text.value));
            words.filter(|word| !word.is_empty()).collect()
        };
        let (before, after) = (folded(&raw.before), folded(&raw.after));
        let (unless, units) = (folded(&raw.unless), folded(&raw.unit));
        if before.is_empty() && after.is_empty() && units.is_empty() {
            self.at(
                &raw.head.id,
                MistakeCode::RoleWithoutWords,
                format!("角色 {} 没有写凭哪些字认出它的数", raw.head.id.value),
                Some("写 before = \"户均补助\"（数前面的字）、after（紧接在后面的字）或 unit（单位）".to_owned()),
            );
            return None;
        }
        let mut others = all.iter().filter(|other| other.name().value == raw.name().value);
        let other = others.find_map(|other| Some((&other.head.id.value, other.kind_of()?.0)));
        if let (Some((id, other)), Some(own)) = (other, &raw.kind)
            && other != *kind_name
        {
            self.at(
                own,
                MistakeCode::RoleKind,
                format!("角色 {} 在 {id} 里是 {other}，这里是 {kind_name}", raw.name().value),
                Some("一个角色只有一种数；是另一种数的，role 换一个名字".to_owned()),
            );
        }
        Some(RoleRow {
            id: raw.head.id.value.clone(),
            role: raw.name().value.clone(),
            above: self.layers_below(raw.head.file),
            before,
            after,
            unless,
            kind: *kind,
            units: self.units_of(units),
            is_rounded: raw.rounded.unwrap_or(false),
        })
    }

    /// Units with what they are called where they are counted: 名 are 人.
    fn units_of(&self, mut units: Vec<String>) -> Vec<String> {
        let known = &self.words.units;
        let base = |unit: &String| {
            let unit = known.get(known.find(unit)?);
            (!unit.money && !unit.ratio).then(|| known.get(unit.base).name.to_string())
        };
        let more: Vec<String> = units.iter().filter_map(base).collect();
        for unit in more {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        units
    }

    /// How many layers stand below that of a file; files stand in the order of their layers, the root first.
    fn layers_below(&self, file: usize) -> usize {
        let behind = self.sources.get(file..).unwrap_or(&[]);
        behind.windows(2).filter(|pair| matches!(pair, [a, b] if a.layer != b.layer)).count()
    }

    /// The claim of a relation of roles; its slots are filled once all roles are known.
    pub(super) fn declared(&mut self, raw: &RawRule) -> ClaimBody {
        self.identifier(&raw.head.id, "关系");
        if raw.roles.as_ref().is_none_or(Vec::is_empty) {
            self.at(
                &raw.head.id,
                MistakeCode::RelationUnclear,
                format!("关系 {} 没有写 of，也没有写 roles", raw.head.id.value),
                Some("自己的关系写 roles = [\"补助总额\", \"户均补助\", \"受助户数\"]，每个角色有一条 [[role]]".to_owned()),
            );
        }
        if let (Some(of), Some(_)) = (&raw.relation, &raw.roles) {
            self.at(
                of,
                MistakeCode::RelationUnclear,
                "of 和 roles 只能写一个",
                Some("程序认得的关系写 of；自己的关系写 roles".to_owned()),
            );
        }
        ClaimBody::default()
    }

    /// Gives a relation of roles its slots.
    pub(super) fn slots(&mut self, raw: &RawRule, roles: &[RawRole], claim: &mut ClaimBody) {
        let Some(names) = &raw.roles else { return };
        let mut slots = DeclaredSlots {
            roles: Vec::new(),
            kinds: Vec::new(),
            rounded: Vec::new(),
            reach: self.reach(raw.reach.as_ref()),
        };
        for name in names {
            if slots.roles.contains(&name.value) {
                self.at(
                    name,
                    MistakeCode::RelationUnclear,
                    format!("角色 {} 写了两次", name.value),
                    Some("一个关系里每个角色是一个数；两个数是两个角色".to_owned()),
                );
                continue;
            }
            let mut rows = roles.iter().filter(|row| row.name().value == name.value).peekable();
            if rows.peek().is_none() {
                let known = roles.iter().map(|row| row.name().value.as_str());
                let is_near = nearest(&name.value, known.clone()).is_some();
                // those that stand beside it were written for it
                let beside = roles.iter().filter(|row| row.name().file == name.file);
                let beside: Vec<&str> = beside.map(|row| row.name().value.as_str()).collect();
                let new = format!(
                    "先写这个角色：[[role]]，id = \"{0}\"，before = \"{0}\"，kind = \"amount\"",
                    name.value
                );
                let help = if !is_near && !beside.is_empty() {
                    format!("这个文件里的角色有：{}；没有写过的，{new}", beside.join("、"))
                } else if !is_near {
                    new
                } else if roles.is_empty() {
                    format!("先写一条 [[role]]，id = \"{}\"", name.value)
                } else {
                    suggest(&name.value, known)
                };
                let message = format!("没有角色 {}", name.value);
                self.at(name, MistakeCode::RoleUnknown, message, Some(help));
            }
            let is_rounded = rows.peek().is_some_and(|row| row.rounded == Some(true));
            if let (Ok(slot), true) = (u8::try_from(slots.roles.len()), is_rounded) {
                slots.rounded.push(slot);
            }
            let kind = rows.find_map(RawRole::kind_of);
            // what is worked out for each is rounded, whatever it counts
            let capture = match kind {
                Some(_) if is_rounded => CaptureKind::Amount,
                Some((.., capture)) => capture.clone(),
                None => CaptureKind::Count,
            };
            slots.roles.push(name.value.clone());
            slots.kinds.push(kind.map_or(Kind::Figure, |(.., kind, _)| *kind));
            claim.captures.push(CaptureName {
                name: name.value.clone(),
                kind: capture,
                group: None,
            });
        }
        claim.declared = Some(Box::new(slots));
    }

    fn reach(&mut self, text: Option<&RuleText>) -> RoleReach {
        let Some(text) = text else { return RoleReach::default() };
        let found = REACHES.iter().find(|(_, name)| *name == text.value);
        if found.is_none() {
            self.at(
                text,
                MistakeCode::ValueUnknown,
                format!("reach 没有 {}", text.value),
                Some(other_words::value("reach", &text.value).unwrap_or_else(|| {
                    "可用 clause 同一分句，segment 分号之间，sentence 同一句，passage 同一段"
                        .to_owned()
                })),
            );
        }
        found.map_or(RoleReach::default(), |(reach, _)| *reach)
    }

    /// Warns of roles of files on disk that no relation asks for.
    pub(super) fn idle_roles(&mut self, roles: &[RawRole], claims: &[Claim]) {
        let asked = |role: &RawRole| {
            let mut slots = claims.iter().filter_map(|claim| claim.declared.as_deref());
            slots.any(|slots| slots.roles.contains(&role.name().value))
        };
        for role in roles.iter().filter(|role| !asked(role)) {
            let Some(source) = self.sources.get(role.head.file).filter(|one| one.grown.is_none())
            else {
                continue;
            };
            self.mistakes.warn(
                source,
                role.head.id.span.clone(),
                MistakeCode::RoleUnused,
                format!("没有关系用到角色 {}", role.name().value),
                Some("在一条 [[relation]] 的 roles 里写它的名字，或者删去这一条".to_owned()),
            );
        }
    }
}
