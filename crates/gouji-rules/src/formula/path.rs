//! Paths to places: `form.side.row.column`, `form[key].column`, `claim[word].capture`,
//! `part[key]…`, `doc`, `table`, `param`; names of the place where the rule runs come first.

use super::candidates::{no_row, nothing_behind};
use super::function::Function;
use super::names::{FormulaMistake, Owner, suggest};
use super::node::{
    ClaimPath, ColumnSelector, FormPath, Node, PartReference, Reference, RowSelector,
};
use super::resolve::Resolver;
use super::syntax::{Syntax, SyntaxKind};
use gouji_values::error::MistakeSubject;
use gouji_values::kind::Kind;
use std::ops::Range;

#[derive(Clone)]
pub(super) enum Segment<'a> {
    Name(&'a str),
    Key(&'a Syntax),
}

impl Resolver<'_> {
    pub(super) fn path(&mut self, syntax: &Syntax) -> Result<Node, FormulaMistake> {
        let mut segments = Vec::new();
        let mut base = syntax;
        loop {
            match &base.kind {
                SyntaxKind::Member(inner, name, span) => {
                    segments.push((Segment::Name(name), span.clone()));
                    base = inner;
                }
                SyntaxKind::Index(inner, key) => {
                    segments.push((Segment::Key(key), key.span.clone()));
                    base = inner;
                }
                _ => break,
            }
        }
        segments.reverse();
        let found = self.behind_base(base, &segments);
        found.map_err(|mistake| self.misplaced(syntax, base, &segments).unwrap_or(mistake))
    }

    fn behind_base(
        &mut self,
        base: &Syntax,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Result<Node, FormulaMistake> {
        match &base.kind {
            SyntaxKind::Name(name) => self.head(name, &base.span, segments),
            SyntaxKind::Call(name, _, arguments) if name == Function::Row.name() => {
                self.tree_path(base, arguments, segments)
            }
            SyntaxKind::Call(function, _, arguments) => {
                // the column stands behind the row, not behind the function
                let row = arguments.first().and_then(|row| self.written(row));
                let column = match segments.first() {
                    Some((Segment::Name(column), _)) => *column,
                    _ => "列",
                };
                let inner = row.unwrap_or_else(|| "行".to_owned());
                Err(FormulaMistake::new(base.span.clone(), format!("{function}(…) 后面不能写点"))
                    .help(format!("列名写在括号里面：{function}({inner}.{column})")))
            }
            _ => Err(FormulaMistake::new(base.span.clone(), "点和方括号前面要是一个名称")
                .help("路径写成 表样.行.列；算出来的数后面不写点，列名写在函数的括号里面")),
        }
    }

    fn tree_path(
        &mut self,
        base: &Syntax,
        arguments: &[Syntax],
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Result<Node, FormulaMistake> {
        let [form, keys @ ..] = arguments else {
            return Err(FormulaMistake::new(base.span.clone(), "row 的参数个数不对")
                .help(format!("写法：{}", Function::Row.signature().1)));
        };
        let Node::Form(mut path) = self.path(form)? else {
            return Err(FormulaMistake::new(form.span.clone(), "row 的第一个参数是表样"));
        };
        let nodes = keys.iter().map(|key| self.node(key)).collect::<Result<Vec<_>, _>>()?;
        path.row = RowSelector::Path(nodes);
        let [(Segment::Name(column), span)] = segments else {
            return Err(FormulaMistake::new(base.span.clone(), "row(…) 后面要写一个列名")
                .help(self.column_behind(Function::Row.name(), arguments)));
        };
        path.column = self.column_of(path.form, column, span)?;
        Ok(Node::Form(path))
    }

    fn column_of(
        &self,
        form: usize,
        name: &str,
        span: &Range<usize>,
    ) -> Result<ColumnSelector, FormulaMistake> {
        let names = self.names.forms.get(form);
        if let Some(column) =
            names.and_then(|f| f.columns.iter().position(|(known, _)| known == name))
        {
            return Ok(ColumnSelector::Column(column));
        }
        if let Some(capture) =
            names.and_then(|f| f.captures.iter().position(|(known, ..)| known == name))
        {
            return Ok(ColumnSelector::Capture(capture));
        }
        let (id, known): (&str, Vec<&str>) = names.map_or(("", Vec::new()), |f| {
            (f.id.as_str(), f.columns.iter().map(|(name, _)| name.as_str()).collect())
        });
        let heads = names.into_iter().flat_map(|form| form.columns.iter().zip(&form.heads));
        let printed =
            heads.filter(|(_, heads)| heads.iter().any(|head| head == name)).map(|(own, _)| own);
        let help = match printed.into_iter().next() {
            Some((own, _)) => format!("“{name}”是栏目印的字，列名是 {own}"),
            None => suggest(name, known),
        };
        Err(FormulaMistake::new(span.clone(), format!("表样 {id} 没有列 {name}")).help(help))
    }

    fn head(
        &mut self,
        name: &str,
        span: &Range<usize>,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Result<Node, FormulaMistake> {
        // names of the place where the rule runs come first, innermost list first
        for depth in 0..=self.lists.len() {
            if let Some(node) = self.own(name, span, depth, segments)? {
                return Ok(node);
            }
        }
        match name {
            "doc" => return self.doc(span, segments),
            "table" => return self.table(span, segments),
            "level" => {
                if let Owner::Form(form, _) = self.scope(0)
                    && self.names.forms.get(*form).is_some_and(|form| !form.has_codes)
                {
                    return Err(FormulaMistake::new(
                        span.clone(),
                        "这张表没有科目编码，也没有分级的行，level 没有值",
                    )
                    .help(
                        "level 只用于有 kind = \"code\" 的列的表样；只取某些行的，写行名的条件",
                    ));
                }
                if self.in_aggregate == 0 {
                    self.uses.row = true;
                }
                return Ok(Node::Level(0));
            }
            "param" => return self.param(span, segments),
            _ => {}
        }
        if let Some(paper) = self.names.paper(name) {
            let [(Segment::Name(first), first_span), rest @ ..] = segments else {
                return Err(FormulaMistake::new(span.clone(), format!("{name} 后面要写表样"))
                    .help(self.behind_paper(name)));
            };
            if let Some(whole) = self.own_of(name, first) {
                return Err(FormulaMistake::new(
                    span.start..first_span.end,
                    format!("{name} 后面要写表样，{first} 是本表的名称"),
                )
                .help(whole));
            }
            let at = PartReference { paper, ..PartReference::default() };
            return self.absolute(first, first_span, rest, at);
        }
        self.absolute(name, span, segments, PartReference::default())
    }

    fn absolute(
        &mut self,
        name: &str,
        span: &Range<usize>,
        segments: &[(Segment<'_>, Range<usize>)],
        at: PartReference,
    ) -> Result<Node, FormulaMistake> {
        if let Some(form) = self.names.forms.iter().position(|f| f.id == name) {
            return self.form_path(form, segments, at);
        }
        if let Some(claim) = self.names.claims.iter().position(|c| c.id == name) {
            return self.claim_path(claim, span, segments, at);
        }
        if let Some(part) = self.names.parts.iter().position(|(id, _)| id == name) {
            let (key, rest) = match segments {
                [(Segment::Key(key), _), rest @ ..] => (Some(Box::new(self.node(key)?)), rest),
                rest => (None, rest),
            };
            let [(Segment::Name(next), next_span), rest @ ..] = rest else {
                return Err(FormulaMistake::new(
                    span.clone(),
                    format!("部分 {name} 后面要写表样或声明"),
                )
                .help(match self.some_column(Kind::is_numeric) {
                    Some(column) if column.contains('.') => format!("写成 {name}.{column}"),
                    _ => format!("写成 {name}.表样.行.列"),
                }));
            };
            return self.absolute(
                next,
                next_span,
                rest,
                PartReference { part: Some((part, key)), ..at },
            );
        }
        if let Some(scale) = self.names.scales.iter().position(|id| id == name) {
            return match segments {
                [(Segment::Key(key), _), (Segment::Name("from"), _)] => {
                    self.has_grade(scale, key)?;
                    Ok(Node::ScaleFrom(scale, Box::new(self.node(key)?)))
                }
                _ => Err(FormulaMistake::new(span.clone(), format!("等级标准 {name} 的写法"))
                    .help(format!("{name}[等级].from，或 grade({name}, 得分)"))),
            };
        }
        if segments.is_empty()
            && self
                .names
                .parts
                .iter()
                .any(|(_, captures)| captures.iter().any(|capture| capture == name))
        {
            return Ok(Node::PartCapture(name.to_owned()));
        }
        let paper = match segments.first() {
            Some((Segment::Name(form), _)) => self.meant_paper(name, form),
            _ => None,
        };
        let with_form = match segments.first() {
            Some((_, form)) if paper.is_some() => span.start..form.end,
            _ => span.clone(),
        };
        let help = paper
            .or_else(|| self.unlisted_role(name))
            .or_else(|| self.printed(name))
            .or_else(|| self.names.titled(name))
            .or_else(|| self.form_of_path(name, segments))
            .unwrap_or_else(|| self.candidates(name));
        Err(FormulaMistake::new(with_form, format!("没有名称 {name}"))
            .help(help)
            .about(MistakeSubject::Name(name.to_owned())))
    }

    fn own(
        &mut self,
        name: &str,
        span: &Range<usize>,
        depth: usize,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Result<Option<Node>, FormulaMistake> {
        let outermost = depth == self.lists.len();
        match self.scope(depth).clone() {
            Owner::Form(form, side) => {
                let names = self.names;
                let Some(form_names) = names.forms.get(form) else { return Ok(None) };
                if let Some(column) = form_names.columns.iter().position(|(known, _)| known == name)
                {
                    if segments.is_empty() {
                        if outermost && self.in_aggregate == 0 {
                            self.uses.columns.push((column, span.clone()));
                        }
                        return Ok(Some(Node::Read(Reference::Column { depth, column })));
                    }
                    return Err(nothing_behind("列", name, span));
                }
                if let Some(row) = form_names.rows.iter().position(|known| known == name) {
                    if segments.is_empty() {
                        if outermost && self.in_aggregate == 0 {
                            self.uses.rows.push((row, span.clone()));
                        }
                        return Ok(Some(Node::Read(Reference::Row { depth, row })));
                    }
                    return self
                        .after_row(
                            form,
                            side,
                            RowSelector::Named(row),
                            segments,
                            PartReference::default(),
                        )
                        .map(Some);
                }
                if let Some(capture) =
                    form_names.captures.iter().position(|(known, ..)| known == name)
                    && segments.is_empty()
                {
                    if outermost && self.in_aggregate == 0 {
                        self.uses.captures.push((capture, span.clone()));
                    }
                    return Ok(Some(Node::Read(Reference::CellCapture { depth, capture })));
                }
                if form_names.sides.iter().any(|known| known == name) && !segments.is_empty() {
                    let mut all = vec![(Segment::Name(name), span.clone())];
                    all.extend(segments.iter().cloned());
                    return self.form_path(form, &all, PartReference::default()).map(Some);
                }
                Ok(None)
            }
            Owner::Claim(claim) => {
                let Some(capture) = self
                    .names
                    .claims
                    .get(claim)
                    .and_then(|c| c.captures.iter().position(|(known, ..)| known == name))
                else {
                    return Ok(None);
                };
                if !segments.is_empty() {
                    return Err(nothing_behind("取值", name, span));
                }
                if outermost && self.in_aggregate == 0 {
                    self.uses.claim_captures.push((capture, span.clone()));
                }
                Ok(Some(Node::Read(Reference::Capture { depth, capture })))
            }
            Owner::Part(parts) => {
                let has = parts.iter().any(|part| {
                    self.names
                        .parts
                        .get(*part)
                        .is_some_and(|(_, captures)| captures.iter().any(|c| c == name))
                });
                Ok((has && segments.is_empty()).then(|| Node::PartCapture(name.to_owned())))
            }
            Owner::EveryForm | Owner::Document => Ok(None),
        }
    }

    fn form_path(
        &mut self,
        form: usize,
        segments: &[(Segment<'_>, Range<usize>)],
        at: PartReference,
    ) -> Result<Node, FormulaMistake> {
        let names = self.names;
        let Some(form_names) = names.forms.get(form) else {
            return Err(FormulaMistake::new(0..0, "没有这张表样"));
        };
        let (side, rest) = match segments {
            [(Segment::Name(name), _), rest @ ..] => {
                match form_names.sides.iter().position(|known| known == name) {
                    Some(side) => (Some(side), rest),
                    None => (None, segments),
                }
            }
            _ => (None, segments),
        };
        let all = |column| {
            Node::Form(Box::new(FormPath {
                at: at.clone(),
                form,
                side,
                row: RowSelector::All,
                column,
            }))
        };
        match rest {
            [] => Ok(all(ColumnSelector::None)),
            [(Segment::Name(name), span), rest @ ..] => {
                match form_names.rows.iter().position(|known| known == name) {
                    Some(row) => self.after_row(form, side, RowSelector::Named(row), rest, at),
                    None if rest.is_empty() => match self.column_of(form, name, span) {
                        Ok(column) => Ok(self.of_list(form, &at, &column).unwrap_or(all(column))),
                        Err(_) => {
                            let known = form_names
                                .rows
                                .iter()
                                .chain(form_names.columns.iter().map(|(name, _)| name))
                                .map(String::as_str);
                            Err(FormulaMistake::new(
                                span.clone(),
                                format!("表样 {} 没有行或列 {name}", form_names.id),
                            )
                            .help(suggest(name, known)))
                        }
                    },
                    None => Err(no_row(form_names, side, (name, span), rest)),
                }
            }
            [(Segment::Key(key), _), rest @ ..] => {
                if let Some(mistake) = self.row_in_brackets(form_names, key, rest) {
                    return Err(mistake);
                }
                let key = self.key(key, Function::Line)?;
                self.after_row(form, side, RowSelector::Key(key), rest, at)
            }
        }
    }

    /// What stands in the brackets behind a form: words, or the number of a row or column.
    fn key(&mut self, key: &Syntax, numbered: Function) -> Result<Box<Node>, FormulaMistake> {
        if let SyntaxKind::Call(name, _, arguments) = &key.kind
            && Function::find(name) == Some(numbered)
            && let [number] = arguments.as_slice()
        {
            let node = self.node(number)?;
            self.numbered(numbered, number, &node)?;
            return Ok(Box::new(Node::Call(numbered, vec![node])));
        }
        self.words_in_brackets(key)?;
        self.node(key).map(Box::new)
    }

    fn after_row(
        &mut self,
        form: usize,
        side: Option<usize>,
        row: RowSelector,
        segments: &[(Segment<'_>, Range<usize>)],
        at: PartReference,
    ) -> Result<Node, FormulaMistake> {
        let column = match segments {
            [] => ColumnSelector::None,
            [(Segment::Name(name), span)] => self.column_of(form, name, span)?,
            [(Segment::Key(key), _)] => {
                self.has_column(form, key)?;
                ColumnSelector::Key(self.key(key, Function::Column)?)
            }
            [_, (_, span), ..] => {
                return Err(FormulaMistake::new(
                    span.clone(),
                    "路径太长：表样.侧.行.列 之后没有更细的层级",
                ));
            }
        };
        Ok(Node::Form(Box::new(FormPath { at, form, side, row, column })))
    }

    fn claim_path(
        &mut self,
        claim: usize,
        span: &Range<usize>,
        segments: &[(Segment<'_>, Range<usize>)],
        at: PartReference,
    ) -> Result<Node, FormulaMistake> {
        let names = self.names;
        let Some(claim_names) = names.claims.get(claim) else {
            return Err(FormulaMistake::new(span.clone(), "没有这个声明"));
        };
        let (key, rest) = match segments {
            [(Segment::Key(key), _), rest @ ..] => (Some(Box::new(self.node(key)?)), rest),
            rest => (None, rest),
        };
        let capture = match rest {
            [] => None,
            [(Segment::Name(name), span)] => {
                match claim_names.captures.iter().position(|(known, ..)| known == name) {
                    Some(capture) => Some(capture),
                    None => {
                        let known = claim_names.captures.iter().map(|(name, ..)| name.as_str());
                        return Err(FormulaMistake::new(
                            span.clone(),
                            format!("声明 {} 没有取值 {name}", claim_names.id),
                        )
                        .help(suggest(name, known)));
                    }
                }
            }
            [_, (_, span), ..] | [(_, span)] => {
                return Err(FormulaMistake::new(
                    span.clone(),
                    "声明的写法是 声明.取值 或 声明[词].取值",
                ));
            }
        };
        Ok(Node::Claim(Box::new(ClaimPath { at, claim, key, capture })))
    }
}
