//! The examples of roles: each row wins the figure that its example marks, and without the row no other row takes it for
//! the same role. Those of all layers run together, so a row that takes what another one shows is seen at once.

use super::compiler::Compiler;
use super::prose_words::ProseWords;
use super::raw::RawRole;
use super::walk::RuleText;
use gouji_prose::prose::{self, Declared, Quantity, RoleMisfit, RoleRow, Tokens};
use gouji_values::error::MistakeCode;

/// What marks the figure of an example.
const MARKS: (char, char) = ('\u{3010}', '\u{3011}');

impl Compiler<'_> {
    /// Runs the examples of all rows.
    pub(super) fn role_examples(&mut self, raw: &[RawRole], rows: &[RoleRow]) {
        if raw.iter().all(|role| role.example.is_none()) {
            return;
        }
        let declared = Declared::new(rows.to_vec(), Vec::new());
        let words = self.words.clone();
        let prose = ProseWords::new(&[], &words);
        for role in raw {
            let Some(example) = &role.example else { continue };
            let Some(row) = rows.iter().find(|row| row.id == role.head.id.value) else { continue };
            let Some((text, at)) = self.marked(example) else { continue };
            let tokens = prose.with_scanner(&words, |scanner| scanner.scan(&text));
            let figure = tokens.figures.iter().position(|own| own.span.contains(&at));
            let Some(figure) = figure else {
                self.at(
                    example,
                    MistakeCode::RoleExampleMark,
                    "例句里标出的不是一个数",
                    Some(match marked(&example.value.replace([MARKS.0, MARKS.1], "")) {
                        Some(own) => format!("【】里只写数字，不带单位：{own}"),
                        None => "【】里只写数字，不带单位".to_owned(),
                    }),
                );
                continue;
            };
            self.example(example, row, raw, (&declared, &tokens, figure));
        }
    }

    fn example(
        &mut self,
        example: &RuleText,
        row: &RoleRow,
        all: &[RawRole],
        (declared, tokens, figure): (&Declared, &Tokens, usize),
    ) {
        let taken = declared.row_of(tokens, figure, None).map(|fit| fit.row.clone());
        let own = tokens.figures.get(figure);
        let printed =
            own.map_or_else(String::new, |own| tokens.text(own.chars.start, own.chars.end));
        match taken {
            Some(by) if by.id == row.id => {
                let other = declared.row_of(tokens, figure, Some(&row.id));
                // a layer below may say the same in fewer words
                let is_twin = |other: &RoleRow| other.role == row.role && other.above >= row.above;
                if let Some(other) = other.filter(|other| is_twin(other.row)) {
                    let message = format!(
                        "没有 {} 这一行，例句里的 {printed} 也由 {} 取作 {}",
                        row.id, other.row.id, row.role
                    );
                    let help = "这一行多余，可以删去；或者换一个只有它取得到的例句".to_owned();
                    self.at(example, MistakeCode::RoleExample, message, Some(help));
                }
            }
            Some(by) => {
                let message = format!(
                    "角色 {} 的例句“{}”里的 {printed} 被 {} 取走了（{}）",
                    row.id,
                    example.value,
                    by.id,
                    if by.above < row.above {
                        "下级的行在先"
                    } else {
                        "配上的字更多，或编号在前"
                    },
                );
                let help = format!("给 {} 加上 unless，或把这一行的字写得更全", by.id);
                // a row of a layer below that takes what one above shows is told where one can mend it
                let thief = all.iter().find(|other| other.head.id.value == by.id);
                let thief = thief.filter(|_| by.above < row.above);
                let place = thief.map_or(example, |other| &other.head.id);
                self.at(place, MistakeCode::RoleExample, message, Some(help));
            }
            None => {
                let misfit = own.filter(|own| row.is_of_kind(own));
                let misfit = misfit.and_then(|_| row.misfit(tokens, figure));
                let raw = all.iter().find(|raw| raw.head.id.value == row.id);
                let (why, help, place) = match (misfit, raw) {
                    (Some(misfit), Some(raw)) => not_fitting(raw, &misfit, &printed),
                    _ => (why(own), unfit_kind(own), raw.and_then(|raw| unfit_key(raw, row, own))),
                };
                let lead = match row.misfit(tokens, figure) {
                    Some(RoleMisfit::Before(lead)) => Some(lead),
                    _ => None,
                };
                let before = raw.and_then(|raw| raw.before.as_deref());
                let message = format!("角色 {} 不取例句里的 {printed}：{why}", row.id);
                self.at(place.unwrap_or(example), MistakeCode::RoleExample, message, Some(help));
                if let (Some(lead), Some([before])) = (lead, before)
                    // several in one text are told apart: before = ["甲", "乙"]
                    && !before.value.contains(['、', '，', ','])
                {
                    self.words_before(before, lead.trim());
                }
            }
        }
    }

    /// Offers the words right before a figure in the place of those that are not there: as many letters as
    /// were written, and more until the example comes out.
    fn words_before(&mut self, written: &RuleText, lead: &str) {
        let letters: Vec<char> = lead.chars().collect();
        let fewest = written.value.chars().count().clamp(2, letters.len().max(2));
        for count in fewest..=letters.len() {
            let meant: String = letters.iter().skip(letters.len() - count).collect();
            let help =
                format!("before 写它前面有的字，写成 before = \"{meant}\"；字少的认得的句子多");
            self.mistakes.mended_by(written.span.clone(), &format!("\"{meant}\""), help);
        }
    }

    /// A text without its marks, and the byte at which the marked figure begins.
    fn marked(&mut self, example: &RuleText) -> Option<(String, usize)> {
        let text = example.value.as_str();
        let parts: Vec<&str> = text.split([MARKS.0, MARKS.1]).collect();
        let is_marked = text.matches([MARKS.0, MARKS.1]).eq([MARKS.0, MARKS.1].map(String::from));
        match parts.as_slice() {
            [before, figure, after] if is_marked && !figure.is_empty() => {
                Some((format!("{before}{figure}{after}"), before.len()))
            }
            _ => {
                let found = text.matches(MARKS.0).count();
                let message = match found {
                    0 => "例句没有用【】标出这个角色取的数".to_owned(),
                    1 => "例句的【】没有成对，或者里面是空的".to_owned(),
                    _ => format!("例句标了 {found} 个数"),
                };
                let first = text.split_once(MARKS.1).filter(|_| found > 1).map(|(first, rest)| {
                    format!("{first}{}{}", MARKS.1, rest.replace([MARKS.0, MARKS.1], ""))
                });
                let help = match first.or_else(|| marked(text)) {
                    Some(own) => format!("标出一个数，不带单位：{own}"),
                    None => {
                        "例句里写上一个数，用【】标出，不带单位：全年发放补助【60】万元".to_owned()
                    }
                };
                self.at(example, MistakeCode::RoleExampleMark, message, Some(help));
                None
            }
        }
    }
}

/// A sentence with its figure marked: the one in other brackets, else the only one.
fn marked(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    for (open, close) in
        [('[', ']'), ('（', '）'), ('(', ')'), ('{', '}'), ('［', '］'), ('〔', '〕')]
    {
        if let Some((before, rest)) = text.split_once(open)
            && let Some((inner, after)) = rest.split_once(close)
            && inner.starts_with(|c: char| c.is_ascii_digit())
        {
            let digits = inner.find(|c| !is_part(c)).unwrap_or(inner.len());
            let (number, unit) = inner.split_at_checked(digits)?;
            return Some(format!("{before}【{number}】{unit}{after}"));
        }
    }
    let text = text.replace([MARKS.0, MARKS.1], "");
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at_checked(start)?;
    let (number, after) =
        rest.split_at_checked(rest.find(|c| !is_part(c)).unwrap_or(rest.len()))?;
    let is_only = !after.contains(|c: char| c.is_ascii_digit());
    is_only.then(|| format!("{before}【{number}】{after}"))
}

/// Which of its words a row does not find around the figure of its example: why, what to write, and
/// at which key.
fn not_fitting<'r>(
    raw: &'r RawRole,
    misfit: &RoleMisfit,
    printed: &str,
) -> (String, String, Option<&'r RuleText>) {
    let words = |texts: &Option<Vec<RuleText>>| {
        let all: Vec<String> =
            texts.iter().flatten().map(|text| format!("“{}”", text.value)).collect();
        all.join("、")
    };
    let first = |texts: &'r Option<Vec<RuleText>>| texts.as_ref().and_then(|texts| texts.first());
    let several = |key: &str, texts: &Option<Vec<RuleText>>| {
        texts.iter().flatten().find_map(|text| {
            let parts: Vec<&str> =
                text.value.split(['、', '，', ',', '；', ';', '/', '|']).collect();
            let is_list = parts.len() > 1 && parts.iter().all(|part| !part.trim().is_empty());
            is_list.then(|| {
                let quoted: Vec<String> =
                    parts.iter().map(|part| format!("\"{}\"", part.trim())).collect();
                format!("几个说法写成列表：{key} = [{}]", quoted.join(", "))
            })
        })
    };
    let there = |text: &str| match text.trim() {
        "" => "没有字".to_owned(),
        text => format!("是“{text}”"),
    };
    match misfit {
        RoleMisfit::Before(lead) if lead.trim().is_empty() => (
            format!("before 的 {} 不在它前面：它前面紧接着上一个数或标点，没有字", words(&raw.before)),
            "前面没有字的数不能用 before 认：删去 before，写 unit 或 after；几个数在一句里的，写一条 [[claim]]，每个数在 text 里写一个 {名称:种类}".to_owned(),
            first(&raw.before),
        ),
        RoleMisfit::Before(lead) => (
            format!(
                "before 的 {} 不在它前面（同一分句里、上一个数之后的字）；它前面{}",
                words(&raw.before),
                there(lead)
            ),
            several("before", &raw.before)
                .unwrap_or_else(|| with_another("before", &raw.before, lead.trim())),
            first(&raw.before),
        ),
        RoleMisfit::After(behind) => (
            format!("after 的 {} 不紧接在它和单位后面；后面{}", words(&raw.after), there(behind)),
            several("after", &raw.after)
                .unwrap_or_else(|| "after 写紧接在数和单位后面的字；没有的删去 after".to_owned()),
            first(&raw.after),
        ),
        RoleMisfit::Unit => (
            format!("它的单位不是 unit 的 {}", words(&raw.unit)),
            several("unit", &raw.unit)
                .unwrap_or_else(|| format!("unit 写例句里 {printed} 后面的单位")),
            first(&raw.unit),
        ),
        RoleMisfit::Unless(word) => (
            format!("它的分句里有 unless 的“{word}”"),
            format!("从 unless 里删去“{word}”，或者换一个没有这个词的例句"),
            first(&raw.unless),
        ),
    }
}

/// The key that does not fit the figure of an example: its unit, where the kind is right.
fn unfit_key<'r>(
    raw: &'r RawRole,
    row: &RoleRow,
    figure: Option<&Quantity>,
) -> Option<&'r RuleText> {
    let unit = raw.unit.as_ref().and_then(|texts| texts.first());
    let is_unit = figure.is_some_and(|figure| figure.kind == row.kind);
    unit.filter(|_| is_unit).or(raw.kind.as_ref())
}

/// What to write where the figure of an example is of another kind than its row says.
fn unfit_kind(figure: Option<&Quantity>) -> String {
    let Some(figure) = figure else { return String::new() };
    let kind = match figure.kind {
        prose::Kind::Money => "amount",
        prose::Kind::Percent => "percent",
        prose::Kind::Points => "points",
        prose::Kind::Score => "score",
        prose::Kind::Count => "count",
        prose::Kind::Bare => "number",
    };
    match figure.counter.as_str() {
        "" => format!("写成 kind = \"{kind}\"，或者换一个例句"),
        unit => format!("写成 kind = \"{kind}\"、unit = \"{unit}\"，或者换一个例句"),
    }
}

/// Why a row does not take a figure that is of another kind.
fn why(figure: Option<&Quantity>) -> String {
    let Some(figure) = figure else { return String::new() };
    let kind = match figure.kind {
        prose::Kind::Money => "金额",
        prose::Kind::Percent => "百分数",
        prose::Kind::Points => "百分点",
        prose::Kind::Score => "分数",
        prose::Kind::Count => "个数",
        prose::Kind::Bare => "没有单位的数",
    };
    match figure.counter.as_str() {
        "" => format!("这个数读作{kind}，与 kind 不合"),
        unit => format!("这个数读作{kind}，单位“{unit}”，与 kind、unit 不合"),
    }
}

/// What to write so that a key has the words of its example besides those that it has.
fn with_another(key: &str, known: &Option<Vec<RuleText>>, words: &str) -> String {
    let known: Vec<String> =
        known.iter().flatten().map(|text| format!("\"{}\"", text.value)).collect();
    match known.as_slice() {
        [] | [_] => format!("{key} 写它前面有的字，如 {key} = \"{words}\""),
        known => format!("{key} 加上它前面有的字：{key} = [{}, \"{words}\"]", known.join(", ")),
    }
}
