//! Tables of parameters: a value by its key (`lookup`), and rates that rise by steps (`steps`).

use super::function::Function;
use super::names::{FormulaMistake, nearest, suggest};
use super::node::{Node, ScaleReference};
use super::path::Segment;
use super::resolve::Resolver;
use super::shown::shown;
use super::syntax::{Binary, Syntax, SyntaxKind};
use super::token::{FormulaToken, tokens};
use gouji_values::error::MistakeSubject;
use gouji_values::kind::{Kind, Operation, result};
use std::ops::Range;

impl Resolver<'_> {
    /// `param.限额`, and `param.限额[职级]`.
    pub(super) fn param(
        &mut self,
        span: &Range<usize>,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Result<Node, FormulaMistake> {
        let [(Segment::Name(name), name_span), rest @ ..] = segments else {
            let key = segments.first().and_then(|(segment, _)| match segment {
                Segment::Key(key) => match &key.kind {
                    SyntaxKind::Text(text) | SyntaxKind::Name(text) => Some(text.as_str()),
                    _ => None,
                },
                Segment::Name(_) => None,
            });
            let known = |name: &&str| self.names.params.iter().any(|(known, ..)| known == name);
            let last = || self.names.params.last().map(|(name, ..)| name.as_str());
            let meant = key.filter(known).or_else(last).unwrap_or("参数名");
            return Err(FormulaMistake::new(span.clone(), "param 后面要写一点，再写参数名")
                .help(format!("写成 param.{meant}，不写方括号和引号")));
        };
        let Some(index) = self.names.params.iter().position(|(known, ..)| known == name) else {
            let known = self.names.params.iter().map(|(name, ..)| name.as_str());
            let help = nearest(name, known)
                .unwrap_or_else(|| format!("在 [param] 下面加一行 \"{name}\" = \"…\""));
            return Err(FormulaMistake::new(name_span.clone(), format!("没有参数 {name}"))
                .help(help)
                .about(MistakeSubject::Name((*name).to_owned())));
        };
        let is_table = self.names.params.get(index).is_some_and(|(_, keys, _)| keys.is_some());
        match (rest, is_table) {
            ([], false) => Ok(Node::Param(index, None)),
            ([(Segment::Key(key), _)], true) => {
                let (node, kind) = self.typed(key)?;
                self.is_key(index, key, &node, kind)?;
                Ok(Node::Param(index, Some(Box::new(node))))
            }
            ([], true) => Err(FormulaMistake::new(
                span.start..name_span.end,
                format!("参数 {name} 是一张表，要写明查哪一个"),
            )
            .help(self.looked_up(name))),
            (_, true) => {
                let mistake = FormulaMistake::new(
                    span.start..name_span.end,
                    format!("参数 {name} 是一张表，用 lookup 查，后面不写点"),
                );
                Err(match rest {
                    [(Segment::Name(key), _)] => {
                        let or = self.looked_up(name);
                        mistake
                            .help(format!("写成 lookup({name}, \"{key}\")；按每一行的名称查，{or}"))
                    }
                    _ => mistake.help(self.looked_up(name)),
                })
            }
            (_, false) => Err(FormulaMistake::new(
                name_span.clone(),
                format!("参数 {name} 是一个数，不能再取"),
            )
            .help(format!("只写 param.{name}"))),
        }
    }

    /// The table of parameters that is named: `param.限额`, or `限额` alone.
    fn table_of(&self, syntax: &Syntax) -> Result<(usize, &[String]), FormulaMistake> {
        let name = match &syntax.kind {
            SyntaxKind::Name(name) => name,
            SyntaxKind::Member(base, name, _) if matches!(&base.kind, SyntaxKind::Name(head) if head == "param") => {
                name
            }
            _ => return Err(self.no_table(syntax)),
        };
        let params = &self.names.params;
        let found = params.iter().position(|(known, ..)| known == name);
        match found.and_then(|at| Some((at, params.get(at)?))) {
            Some((at, (_, Some(keys), _))) => Ok((at, keys)),
            Some(_) => Err(FormulaMistake::new(
                syntax.span.clone(),
                format!("参数 {name} 不是一张表"),
            )
            .help(format!(
                "不分名称的，直接写 param.{name}；按名称分的，[param] 里写成一张表：\"{name}\" = {{ \"名称一\" = {own}, \"名称二\" = {own} }}，或者从 Excel 粘贴在 \"\"\" 之间，每行一个名称和一个数",
                own = found
                    .and_then(|at| self.names.values.get(at)?.first())
                    .map_or("\"…\"", |(_, value)| value)
            ))),
            None => {
                let tables = params.iter().filter(|(_, keys, _)| keys.is_some());
                let known: Vec<&str> = tables.map(|(name, ..)| name.as_str()).collect();
                let help = if known.is_empty() {
                    format!(
                        "先在 [param] 里写这张表，各个名称和数换成自己的：\"{name}\" = {{ \"名称一\" = \"480元\", \"名称二\" = \"380元\" }}"
                    )
                } else {
                    suggest(name, known)
                };
                Err(FormulaMistake::new(syntax.span.clone(), format!("没有参数表 {name}"))
                    .help(help)
                    .about(MistakeSubject::Name(name.clone())))
            }
        }
    }

    /// What is wrong where no name of a table of parameters is written.
    fn no_table(&self, syntax: &Syntax) -> FormulaMistake {
        let mut tables = self.names.params.iter().filter(|(_, keys, _)| keys.is_some());
        let help = match tables.next_back() {
            Some((name, ..)) => format!("第一个写 [param] 里一张表的名称，不加引号，如 {name}"),
            None => "先在 [param] 里写一张表，这里写它的名称，不加引号".to_owned(),
        };
        FormulaMistake::new(syntax.span.clone(), "这里要参数表的名称").help(help)
    }

    /// An error where the name of a table stands in quotes: `lookup("限额", 类别)`.
    fn unquoted_table(
        &self,
        function: Function,
        table: &Syntax,
        of: &Syntax,
    ) -> Result<(), FormulaMistake> {
        let SyntaxKind::Text(name) = &table.kind else { return Ok(()) };
        if !self.names.params.iter().any(|(known, ..)| known == name) {
            return Ok(());
        }
        Err(FormulaMistake::new(table.span.clone(), "参数表的名称不加引号").help(format!(
            "写成 {}({name}, {})",
            function.name(),
            shown(of)
        )))
    }

    /// `lookup(限额, 职级)`
    pub(super) fn lookup(&mut self, table: &Syntax, key: &Syntax) -> Result<Node, FormulaMistake> {
        self.unquoted_table(Function::Lookup, table, key)?;
        let found = self.table_of(table);
        if let (Err(_), Ok(_), SyntaxKind::Name(first), SyntaxKind::Name(second)) =
            (&found, self.table_of(key), &table.kind, &key.kind)
        {
            let span = table.span.start..key.span.end;
            return Err(FormulaMistake::new(span, "参数表写在前面，名称写在后面")
                .help(format!("写成 lookup({second}, {first})")));
        }
        let (param, _) = found?;
        let (node, kind) = self.typed(key)?;
        self.is_key(param, key, &node, kind)?;
        Ok(Node::Param(param, Some(Box::new(node))))
    }

    /// That a table of parameters may have what is looked up in it: no amount, no count, and no grade
    /// without an entry.
    pub(super) fn is_key(
        &self,
        param: usize,
        key: &Syntax,
        node: &Node,
        kind: Kind,
    ) -> Result<(), FormulaMistake> {
        let Some((name, Some(keys), _)) = self.names.params.get(param) else { return Ok(()) };
        if let SyntaxKind::Text(written) = &key.kind
            && !keys.iter().any(|known| known == written)
        {
            return Err(FormulaMistake::new(key.span.clone(), format!("表里没有 {written}"))
                .help(suggest(written, keys.iter().map(String::as_str))));
        }
        let is_number = |key: &String| !key.is_empty() && key.bytes().all(|c| c.is_ascii_digit());
        if matches!(kind, Kind::Amount | Kind::Count | Kind::Percent | Kind::Points)
            && !keys.iter().all(is_number)
        {
            let message = format!("{name} 按名称查，这里是{}", kind.name());
            // every key begins with a number, one of them with 0: where steps begin
            let begins = |key: &String| key.trim().starts_with(|c: char| c.is_ascii_digit());
            let is_zero = |key: &String| {
                let digits = key.trim().split(|c: char| !c.is_ascii_digit() && c != '.').next();
                digits.is_some_and(|own| {
                    !own.is_empty() && own.chars().all(|c| matches!(c, '0' | '.'))
                })
            };
            if keys.iter().all(begins) && keys.iter().any(is_zero) {
                let help = format!(
                    "{name} 写的是每一档从多少起：分段累进的写成 steps({name}, {})；整个数按一档算的，写一个 [[scale]]，再写 lookup({name}, grade(等级标准, 数))",
                    self.written(key).as_deref().unwrap_or("数")
                );
                return Err(FormulaMistake::new(key.span.clone(), message).help(help));
            }
            return Err(FormulaMistake::new(key.span.clone(), message).help(format!(
                "写文字的列；按数分档的，写一个 [[scale]]，再写 lookup({name}, grade(等级标准, 数))；分段累进的写 steps"
            )));
        }
        let Node::Grade(ScaleReference::Scale(scale), _) = node else { return Ok(()) };
        let grades = self.names.grades.get(*scale).map_or(&[][..], Vec::as_slice);
        match grades.iter().find(|grade| !keys.contains(grade)) {
            Some(grade) => Err(FormulaMistake::new(
                key.span.clone(),
                format!("等级“{grade}”在参数表 {name} 里没有"),
            )
            .help(suggest(grade, keys.iter().map(String::as_str)))),
            None => Ok(()),
        }
    }

    /// What to write where steps of amounts begin at bare numbers: all of them at once.
    fn starts_with_units(&self, param: usize) -> String {
        let number = |key: &str| key.trim().parse::<rust_decimal::Decimal>().ok();
        let keys = self.names.values.get(param).map_or(&[][..], Vec::as_slice);
        let most = keys.iter().filter_map(|(key, _)| number(key)).max().unwrap_or_default();
        // a tier is rarely of a few yuan
        let is_small = most < rust_decimal::Decimal::from(10_000);
        let (unit, other) = if is_small { ("万元", "元") } else { ("元", "万元") };
        let written = self.names.written(param, |key, value| {
            let is_bare = number(key).is_some_and(|own| !own.is_zero());
            let key = if is_bare { format!("{}{unit}", key.trim()) } else { key.to_owned() };
            Some((key, value.to_owned()))
        });
        format!("起点写上金额的单位，写成 {written}；是{other}的，{unit}换成{other}")
    }

    /// What is wrong where the steps of a table do not begin at nothing.
    fn no_first_step(
        &self,
        param: usize,
        table: &Syntax,
        first: Option<&String>,
    ) -> FormulaMistake {
        let name = self.names.params.get(param).map_or("", |(name, ..)| name);
        let mistake = FormulaMistake::new(
            table.span.clone(),
            format!("分档的表 {name} 没有从 0 起的一档，这以下的部分没有数"),
        );
        let Some(first) = first else { return mistake };
        let about = MistakeSubject::ParameterKey(name.to_owned(), first.clone());
        if let Some(meant) = self.upper_ends_as_begins(param) {
            return mistake
                .help(format!("起点写的像是每一档到多少为止：每一档写从多少起，写成 {meant}"))
                .about(about);
        }
        let digits = first.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')));
        let zero = format!("0{}", digits.and_then(|at| first.get(at..)).unwrap_or(""));
        let is_first = |key: &str| key == first;
        let whole = self.names.written(param, |key, value| {
            let key = if is_first(key) { zero.as_str() } else { key };
            Some((key.to_owned(), value.to_owned()))
        });
        let values = self.names.values.get(param).into_iter().flatten();
        let rate = values.clone().find(|(key, _)| is_first(key)).map_or("0", |(_, value)| value);
        let unit = rate.trim_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '"'));
        let nothing = if unit.is_empty() { "0".to_owned() } else { format!("\"0{unit}\"") };
        mistake
            .help(format!(
                "现在第一档从 {first} 起；从 0 起就用这一档的，写成 {whole}；{first} 以下不算的，加一档 \"{zero}\" = {nothing}"
            ))
            .about(about)
    }

    /// Steps that say up to where each one goes, as from where each one goes: the last end is all nines, which no
    /// step begins at.
    fn upper_ends_as_begins(&self, param: usize) -> Option<String> {
        let values = self.names.values.get(param)?;
        let digits = |key: &str| -> String { key.chars().filter(char::is_ascii_digit).collect() };
        let (last, _) = values.iter().max_by_key(|(key, _)| digits(key).len())?;
        let nines = digits(last);
        if values.len() < 2 || nines.len() < 4 || nines.chars().any(|c| c != '9') {
            return None;
        }
        let unit = last.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        let mut begins = vec![format!("0{unit}")];
        begins.extend(values.iter().map(|(key, _)| key.clone()));
        // in the order in which they are written, and that rises
        let number = |key: &str| digits(key).parse::<u64>().ok();
        let is_rising =
            values.windows(2).all(|two| matches!(two, [(a, _), (b, _)] if number(a) < number(b)));
        let at = |key: &str| values.iter().position(|(own, _)| own == key);
        is_rising.then(|| {
            self.names.written(param, |key, value| {
                Some((begins.get(at(key)?)?.clone(), value.to_owned()))
            })
        })
    }

    /// What is wrong where each step has an amount of its own instead of a rate.
    fn no_rates(
        &self,
        param: usize,
        (table, amount): (&Syntax, &Syntax),
        (kind, rates): (Kind, Kind),
    ) -> FormulaMistake {
        let name = self.names.params.get(param).map_or("", |(name, ..)| name);
        let message = format!(
            "steps 里每一档要写费率（百分数），{name} 写的是{}，{}不能再乘{}",
            rates.name(),
            kind.name(),
            rates.name()
        );
        let mistake = FormulaMistake::new(table.span.clone(), message);
        if rates != Kind::Amount {
            return mistake.help("每一档写百分数，如 \"1.5%\"");
        }
        // the keys are the grades, the highest first
        let mut tiers: Vec<(rust_decimal::Decimal, &str)> = Vec::new();
        for (key, _) in self.names.values.get(param).into_iter().flatten() {
            if let Some(Node::Number { value, .. }) = self.step(key, table) {
                tiers.push((value, key.as_str()));
            }
        }
        tiers.sort_by_key(|(value, _)| std::cmp::Reverse(*value));
        let grades: Vec<String> = tiers
            .iter()
            .map(|(_, key)| format!("{{ name = \"{key}\", from = \"{key}\" }}"))
            .collect();
        mistake.help(format!(
            "每一档一个金额的，先写 [[scale]] id = \"{name}档\"、grades = [{}]，公式里不写 steps，写成 lookup({name}, grade({name}档, {}))",
            grades.join(", "),
            shown(amount)
        ))
    }

    /// The number at which a step begins, where its key is one.
    fn step(&self, key: &str, table: &Syntax) -> Option<Node> {
        let read = tokens(key).ok().filter(|tokens| tokens.len() == 1)?;
        match &read.first()?.token {
            FormulaToken::Number { value, unit } => self.literal(*value, unit, &table.span).ok(),
            _ => None,
        }
    }

    /// `steps(费率, 金额)`: each part of the amount by the rate of its step, whose key is where it
    /// begins.
    pub(super) fn steps(
        &mut self,
        table: &Syntax,
        amount: &Syntax,
    ) -> Result<Node, FormulaMistake> {
        self.unquoted_table(Function::Steps, table, amount)?;
        let (param, keys) = self.table_of(table)?;
        let keys = keys.to_vec();
        let (name, rates) =
            self.names.params.get(param).map_or(("", Kind::Any), |(name, _, kind)| (name, *kind));
        let (of, kind) = self.typed(amount)?;
        if result(Operation::Multiply, kind, rates).is_err() {
            return Err(self.no_rates(param, (table, amount), (kind, rates)));
        }
        let mut bounds: Vec<(Node, rust_decimal::Decimal, String)> = Vec::new();
        for key in keys {
            let Some(Node::Number { value, unit, kind: of }) = self.step(&key, table) else {
                let start = |key: &str| {
                    let start = start_of(key);
                    self.names.with_whole_unit(&start).unwrap_or(start)
                };
                let written =
                    self.names.written(param, |key, value| Some((start(key), value.to_owned())));
                let (message, help) = match self.names.with_whole_unit(&key) {
                    Some(_) => (format!("分档的表里，“{key}”没有写完单位"), "写成 "),
                    None => (
                        format!("分档的表里，{key} 不是起点数"),
                        "每一档的名称只写从多少起，不写“以下”“以上”：",
                    ),
                };
                return Err(FormulaMistake::new(table.span.clone(), message)
                    .help(format!("{help}{written}"))
                    .about(MistakeSubject::ParameterKey(name.to_owned(), key)));
            };
            if of != kind && !value.is_zero() && kind.is_numeric() && kind != Kind::Figure {
                let message = format!("分档的起点 {key} 是{}，要算的是{}", of.name(), kind.name());
                // a bound with its unit says what the steps are of
                if unit.is_some() {
                    let meant = self.some_column(|own| own == of);
                    let meant = meant.map_or_else(
                        || format!("写一列{}", of.name()),
                        |column| format!("{}写成 {column}", shown(amount)),
                    );
                    return Err(FormulaMistake::new(amount.span.clone(), message).help(format!(
                        "{name} 按{}分档：{meant}；按{}分档的，起点写{}的单位",
                        of.name(),
                        kind.name(),
                        kind.name()
                    )));
                }
                return Err(FormulaMistake::new(table.span.clone(), message)
                    .help(match kind {
                        Kind::Amount => self.starts_with_units(param),
                        _ => "起点写上与要算的数同样的单位".to_owned(),
                    })
                    .about(MistakeSubject::ParameterKey(name.to_owned(), key)));
            }
            bounds.push((Node::Number { value, unit, kind: of }, value, key));
        }
        bounds.sort_by_key(|(_, value, _)| *value);
        if bounds.first().is_none_or(|(_, value, _)| !value.is_zero()) {
            return Err(self.no_first_step(param, table, bounds.first().map(|(.., key)| key)));
        }
        let subtracted =
            |a: Node, b: &Node| Node::Binary(Binary::Subtract, Box::new(a), Box::new(b.clone()));
        let mut sum: Option<Node> = None;
        for (at, (from, value, key)) in bounds.iter().enumerate() {
            let upper = match bounds.get(at + 1) {
                Some((to, ..)) => Node::Call(Function::Min, vec![of.clone(), to.clone()]),
                None => of.clone(),
            };
            let part = if value.is_zero() {
                upper
            } else {
                // nothing of what lies below the step
                let reached = Node::Call(Function::Max, vec![upper, from.clone()]);
                subtracted(reached, from)
            };
            let rate = Node::Param(param, Some(Box::new(Node::Text(key.clone()))));
            let own = Node::Binary(Binary::Multiply, Box::new(part), Box::new(rate));
            sum = Some(match sum {
                None => own,
                Some(known) => Node::Binary(Binary::Add, Box::new(known), Box::new(own)),
            });
        }
        sum.ok_or_else(|| FormulaMistake::new(table.span.clone(), "这张参数表是空的"))
    }
}

impl super::names::Names {
    /// A number behind which a unit of money stands without its last word, with all of it: 100万 is
    /// 100万元.
    fn with_whole_unit(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let at = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))?;
        let (number, cut) = text.split_at_checked(at).filter(|(number, _)| !number.is_empty())?;
        let units = self.units.iter().filter(|(_, unit)| unit.money);
        let whole = units.map(|(_, unit)| unit.name.as_str()).find(|name| {
            name.strip_prefix(cut.trim()).is_some_and(|rest| rest.chars().count() == 1)
        })?;
        Some(format!("{number}{whole}"))
    }
}

/// The number and unit with which the name of a step begins: `100万元以上` is `100万元`.
fn start_of(key: &str) -> String {
    let ends = ["以上", "以下", "以内", "及以上", "起", "（含）", "(含)", "及"];
    let mut own = key.trim();
    let below = ["以下", "以内", "以内（含）", "以下（含）"];
    if below.iter().any(|end| own.ends_with(end))
        && !own.contains(['-', '~', '～', '—', '至', '到'])
    {
        let unit = own.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        let unit = below.iter().find_map(|end| unit.strip_suffix(end)).unwrap_or(unit);
        return format!("0{}", unit.trim());
    }
    let mut end = "";
    if let Some((from, to)) = own.split_once(['-', '~', '～', '—', '至', '到']) {
        (own, end) = (from.trim(), to.trim());
    }
    while let Some(rest) = ends.iter().find_map(|end| own.strip_suffix(end)) {
        own = rest.trim_end();
    }
    // 100-500万元 begins at 100万元, and so does 500-100万元
    let number = |text: &str| {
        let digits: String = text.chars().take_while(|c| matches!(c, '0'..='9' | '.')).collect();
        digits.parse::<rust_decimal::Decimal>().ok().map(|number| (number, digits))
    };
    let unit = end.trim_start_matches(|c: char| matches!(c, '0'..='9' | '.' | ','));
    match (number(own), number(end)) {
        (Some((from, digits)), Some((to, other))) if own == digits => {
            format!("{}{unit}", if to < from { other } else { digits })
        }
        _ => own.to_owned(),
    }
}
