//! Where names lead: scopes, rows by name, code, label or path, and what stands there.

use super::agreed::Agreed;
use super::rows::{Key, rows_by_tree};
use crate::check::evaluate::scope::Scope;
use crate::check::evaluate::value::{Evaluated, Missing, Value};
use crate::check::evaluate::visible::PartView;
use crate::check::evaluate::{Evaluator, UnsureRows};
use crate::check::seen::place::FigurePlace;
use gouji_audit::audit::Why;
use gouji_forms::form::{Captures, FilledForm, label_key};
use gouji_rules::formula::{ClaimPath, ColumnSelector, FormPath, Function, Node, RowSelector};
use gouji_rules::ruleset::{ColumnKind, Form};
use gouji_values::paper::Paper;

/// A cell that a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::check) struct CellAt {
    pub(in crate::check) form: usize,
    pub(in crate::check) side: usize,
    pub(in crate::check) row: usize,
}

impl<'a> Evaluator<'a> {
    /// The row that is this named row; `None` where the table does not print it.
    pub(in crate::check) fn named_row(
        &self,
        paper: Paper,
        form: usize,
        side: usize,
        named: usize,
    ) -> Result<Option<usize>, Missing> {
        let Some(filled) = self.world.filled(paper, form) else {
            return Ok(None);
        };
        let Some(side) = filled.sides.get(side) else { return Ok(None) };
        match side.index.named(named) {
            [] if side.lacks_rows() => {
                Err(incomplete(self.world.schema(filled).map_or("", |schema| schema.id.as_str())))
            }
            [] => Ok(None),
            [row] => Ok(Some(*row)),
            [first, second, ..] => {
                let id = self.world.schema(filled).map_or("", |schema| schema.id.as_str());
                let label = side.rows.get(*first).map_or("", |row| row.label.as_str());
                let lines = self.lines_of(
                    paper,
                    [first, second].into_iter().filter_map(|row| side.rows.get(*row)),
                );
                Err(Missing::Unchecked(Why::TwoRowsAlike {
                    form: id.into(),
                    label: label.into(),
                    lines,
                }))
            }
        }
    }

    /// The rows that a path leads to, over all visible tables.
    pub(in crate::check) fn rows(
        &mut self,
        path: &FormPath,
        view: &PartView,
    ) -> Result<Vec<CellAt>, Missing> {
        let forms = self.forms(path.form, view);
        let id = self.world.ruleset.forms.get(path.form).map_or("", |form| form.id.as_str());
        if forms.is_empty() {
            let beside = self.world.ruleset.forms.get(path.form).filter(|_| !view.paper.is_own());
            return Err(Missing::NotApplicable(match beside {
                Some(form) => {
                    Why::FormAbsentBeside { form: self.world.form_there(view.paper, form) }
                }
                None => Why::FormAbsent { form: id.into() },
            }));
        }
        let key = match &path.row {
            RowSelector::Key(node) => Some(self.key(node)?),
            _ => None,
        };
        let tree = match &path.row {
            RowSelector::Path(nodes) => Some(
                nodes
                    .iter()
                    .map(|node| {
                        self.text(node).map(|text| label_key(&text, &self.world.ruleset.vocabulary))
                    })
                    .collect::<Result<Vec<_>, _>>()?,
            ),
            _ => None,
        };
        let mut out = Vec::new();
        for form in forms.iter().copied() {
            let Some(filled) = self.world.filled(view.paper, form) else {
                continue;
            };
            for (side, content) in filled.sides.iter().enumerate() {
                if path.side.is_some_and(|wanted| wanted != side) {
                    continue;
                }
                let hits: Vec<usize> = match &path.row {
                    RowSelector::All => (0..content.rows.len()).collect(),
                    RowSelector::Named(named) => content.index.named(*named).to_vec(),
                    RowSelector::Key(_) => key
                        .as_ref()
                        .map_or_else(Vec::new, |key| self.rows_by_key(filled, content, key)),
                    RowSelector::Path(_) => tree.as_ref().map_or_else(Vec::new, |tree| {
                        rows_by_tree(&content.rows, tree, self.account_ends())
                    }),
                };
                out.extend(hits.into_iter().map(|row| CellAt { form, side, row }));
            }
        }
        Ok(out)
    }

    pub(in crate::check) fn context(&self) -> gouji_rules::pattern::Context<'a> {
        let ruleset = self.world.ruleset;
        gouji_rules::pattern::Context {
            vocabulary: &ruleset.vocabulary,
            year: self.world.page.recognition.facts.year,
            grades: &ruleset.grades,
        }
    }

    /// The one figure that a path leads to.
    pub(in crate::check) fn form_path(&mut self, path: &FormPath) -> Evaluated {
        if let Some(sum) = self.over_units(path) {
            return sum;
        }
        let view = self.view(&path.at)?;
        let mut rows = self.rows(path, &view)?;
        let Some(schema) = self.world.ruleset.forms.get(path.form) else {
            return Err(Missing::NotApplicable(Why::FormUnknown));
        };
        // a row of a side that has no such column is none
        let by_line = matches!(&path.row, RowSelector::Key(node) if matches!(**node, Node::Call(Function::Line, _)));
        if path.side.is_none() && (rows.len() > 1 || (by_line && !rows.is_empty())) {
            match &path.column {
                ColumnSelector::Column(column) => {
                    rows.retain(|at| self.has_column(view.paper, *at, *column))
                }
                ColumnSelector::Key(node) if by_line => {
                    rows.retain(|at| self.column_by_key(view.paper, *at, node).is_ok())
                }
                _ => {}
            }
            if by_line && rows.is_empty() {
                return Err(Missing::NotApplicable(Why::RowLacksColumn {
                    form: schema.id.as_str().into(),
                }));
            }
        }
        if rows.len() > 1 {
            self.keep_of_group(view.paper, &mut rows);
        }
        if let ([_, _, ..], RowSelector::Key(_)) = (rows.as_slice(), &path.row)
            && let Some(known) = self.one_of(view.paper, &rows)
        {
            match (known.len(), &path.column) {
                (1, _) => rows = known,
                (_, ColumnSelector::Column(column)) => {
                    return self.cells_together(view.paper, &known, *column);
                }
                _ => {}
            }
        }
        let at = match (rows.as_slice(), &path.row) {
            ([at], _) => *at,
            ([], _) => return self.row_not_found(path, &view, schema),
            ([_, _, ..], RowSelector::All)
                if let ColumnSelector::Column(column) = path.column
                    && let Some(own) = schema.columns.get(column) =>
            {
                let form = schema.id.as_str().into();
                let (name, count) = (own.name.as_str().into(), rows.len());
                return Err(Missing::Unchecked(Why::WholeColumn { form, name, count }));
            }
            ([first, second, ..], _) => {
                return Err(self.several_rows(view.paper, schema, [*first, *second], rows.len()));
            }
        };
        match &path.column {
            ColumnSelector::Column(column) => {
                self.cell(view.paper, at.form, at.side, at.row, *column)
            }
            ColumnSelector::Capture(capture) => self.cell_capture_at(view.paper, at, *capture),
            ColumnSelector::Key(node) => {
                let column = self.column_by_key(view.paper, at, node)?;
                self.cell(view.paper, at.form, at.side, at.row, column)
            }
            ColumnSelector::None => {
                let column = self.column_meant(schema, at)?;
                self.cell(view.paper, at.form, at.side, at.row, column)
            }
        }
    }

    /// What a path comes to whose row the table does not print.
    fn row_not_found(&mut self, path: &FormPath, view: &PartView, schema: &Form) -> Evaluated {
        let world = self.world;
        let form = || world.form_beside(view.paper, schema);
        let may_be_lost =
            matches!(path.row, RowSelector::Named(_) | RowSelector::Key(_) | RowSelector::Path(_));
        if may_be_lost && self.lacks_it(path, view) {
            return Err(incomplete(&schema.id));
        }
        match &path.row {
            RowSelector::Named(named) => {
                self.ask_in_vain(path, view, *named);
                self.no_row_of(path, view, *named);
                Ok(Value::Blank(None))
            }
            RowSelector::All => Ok(Value::Blank(None)),
            RowSelector::Key(node) => match self.key(node)? {
                // it stands among the others, and nothing but its number is printed
                Key::Line(number) if self.is_numbered(path, view, number) => Ok(Value::Blank(None)),
                // a number that was worked out leads nowhere: each row asks for another one
                Key::Line(number) if is_worked_out(node) => {
                    Err(Missing::Unchecked(Why::NoNumberedLine { form: form(), number }))
                }
                Key::Line(number) => {
                    Err(Missing::NotApplicable(Why::NoNumberedLine { form: form(), number }))
                }
                // a code that a recognised table does not print
                Key::Words { folded, printed, .. }
                    if folded.chars().all(|c| c.is_ascii_digit()) =>
                {
                    Err(Missing::NoCapture(Why::NoCode { form: form(), key: printed.into() }))
                }
                Key::Words { printed, .. } => {
                    Err(Missing::NoRow(Why::NoRowNamed { form: form(), name: printed.into() }))
                }
            },
            RowSelector::Path(nodes) => {
                let names =
                    nodes.iter().map(|node| self.text(node)).collect::<Result<Vec<_>, _>>()?;
                let name = names.join(" ").into();
                Err(Missing::NoRow(Why::NoRowNamed { form: form(), name }))
            }
        }
    }

    /// Of several rows of one name none is meant.
    fn several_rows(
        &self,
        paper: Paper,
        schema: &Form,
        [first, second]: [CellAt; 2],
        count: usize,
    ) -> Missing {
        let label = self
            .world
            .row(paper, first.form, first.side, first.row)
            .map_or("", |row| row.label.as_str());
        let both = [first, second]
            .into_iter()
            .filter_map(|at| self.world.row(paper, at.form, at.side, at.row));
        let lines = self.lines_of(paper, both);
        Missing::Unchecked(Why::SeveralRows {
            form: self.world.form_beside(paper, schema),
            count,
            label: label.into(),
            lines,
        })
    }

    /// The column that a path without one means: that of the scope, or the only one of numbers.
    fn column_meant(&self, schema: &Form, at: CellAt) -> Result<usize, Missing> {
        let current = self.scopes.iter().rev().find_map(|scope| match scope {
            Scope::Form { form, column: Some(column), .. } if *form == at.form => Some(*column),
            _ => None,
        });
        let numeric: Vec<usize> = schema
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.kind.is_numeric())
            .map(|(i, _)| i)
            .collect();
        match (current, numeric.as_slice()) {
            (Some(column), _) => Ok(column),
            (None, [column]) => Ok(*column),
            _ => Err(Missing::Unchecked(Why::ColumnOpen { form: schema.id.as_str().into() })),
        }
    }

    /// Whether a row that is not found may have been lost.
    fn lacks_it(&mut self, path: &FormPath, view: &PartView) -> bool {
        let forms = self.forms(path.form, view);
        let sides = forms
            .iter()
            .filter_map(|form| self.world.filled(view.paper, *form))
            .flat_map(|filled| filled.sides.iter().enumerate())
            .filter(|(at, _)| path.side.is_none_or(|wanted| wanted == *at));
        let (mut lacks, mut may_lack) = (false, false);
        for (_, side) in sides {
            lacks |= side.incomplete;
            may_lack |= side.may_lack;
        }
        if lacks || self.unsure_rows == UnsureRows::LeftOpen {
            return lacks || may_lack;
        }
        if may_lack {
            self.unsure_rows = UnsureRows::AbsentOneMet;
        }
        false
    }

    fn cell_capture_at(&mut self, paper: Paper, at: CellAt, capture: usize) -> Evaluated {
        let scope = Scope::of_row(paper, at.form, at.side, at.row);
        self.within(scope, |this| {
            this.node(&Node::Read(gouji_rules::formula::Reference::CellCapture {
                depth: 0,
                capture,
            }))
        })
    }

    /// The column that stands in brackets: by its header or name, or by its 栏次.
    pub(in crate::check) fn column_by_key(
        &mut self,
        paper: Paper,
        at: CellAt,
        node: &Node,
    ) -> Result<usize, Missing> {
        if let Node::Call(Function::Column, arguments) = node
            && let [number] = arguments.as_slice()
        {
            let number = self.whole_number(number)?;
            return self.column_by_number(paper, at, number);
        }
        let text = self.text(node)?;
        let id = self
            .world
            .filled(paper, at.form)
            .and_then(|filled| self.world.schema(filled))
            .map_or("", |schema| schema.id.as_str());
        self.column_by_header(paper, at, &text).ok_or_else(|| {
            Missing::NotApplicable(Why::NoColumnNamed { form: id.into(), name: text.into() })
        })
    }

    /// The column whose header or name is these words.
    fn column_by_header(&self, paper: Paper, at: CellAt, text: &str) -> Option<usize> {
        let key = label_key(text, &self.world.ruleset.vocabulary);
        let filled = self.world.filled(paper, at.form)?;
        let schema = self.world.schema(filled)?;
        let context = self.context();
        let columns = &filled.sides.get(at.side)?.columns;
        let printed = columns
            .iter()
            .position(|column| column.as_ref().is_some_and(|column| column.key == key));
        printed.or_else(|| {
            let mut fits = schema
                .columns
                .iter()
                .enumerate()
                .filter(|(i, column)| {
                    columns.get(*i).is_some_and(Option::is_some)
                        && (column.name == key || column.headers.fit(&key, &context))
                })
                .map(|(i, _)| i);
            fits.next().filter(|_| fits.next().is_none())
        })
    }

    /// The one figure that a claim's capture gives: all its occurrences must agree.
    pub(in crate::check) fn claim_path(&mut self, path: &ClaimPath) -> Evaluated {
        let view = self.view(&path.at)?;
        let id = self.world.ruleset.claims.get(path.claim).map_or("", |claim| claim.id.as_str());
        let Some(capture) = path.capture else {
            return Err(Missing::Unchecked(Why::CaptureOpen { claim: id.into() }));
        };
        let key = match &path.key {
            Some(node) => Some(self.text(node)?),
            None => None,
        };
        let places = self.claim_places(path.claim, &view, key.as_deref(), capture)?;
        let before = self.trace.len();
        let mut agreed = self.agreed(&places)?;
        if let Agreed::Differ(_) = agreed {
            // what is said once under each of several headings is meant under the same one
            let near = self.under_same_heading(&places);
            if !near.is_empty() && near.len() < places.len() {
                self.trace.truncate(before);
                agreed = self.agreed(&near)?;
            }
        }
        let agreed = match agreed {
            Agreed::One(value) => Some(value),
            Agreed::None => None,
            Agreed::Differ(place) => {
                let name = self.world.label(place);
                return Err(Missing::Unchecked(Why::ValuesDiffer { name: name.into() }));
            }
        };
        agreed.ok_or_else(|| Missing::NoCapture(Why::ClaimSilent { claim: id.into() }))
    }

    /// All places where a capture of a claim stands, in visible sentences (and items), perhaps only
    /// where a word does.
    pub(in crate::check) fn claim_places(
        &mut self,
        claim: usize,
        view: &PartView,
        key: Option<&str>,
        capture: usize,
    ) -> Result<Vec<FigurePlace>, Missing> {
        let paper = view.paper;
        let schema = self.world.ruleset.claims.get(claim);
        let all = self.standing(paper).statements(self.recognition(paper), claim);
        if all.is_empty() {
            let id = schema.map_or("", |claim| claim.id.as_str());
            return Err(Missing::NotApplicable(Why::ClaimAbsent { claim: id.into() }));
        }
        let visible = self.visible(view, all);
        let group =
            schema.and_then(|claim| claim.captures.get(capture)).and_then(|capture| capture.group);
        let words = &self.world.ruleset.vocabulary;
        let wanted = key.map(|key| label_key(key, words));
        let mut out = Vec::new();
        for statement in visible {
            let Some(found) = self.world.statement(paper, statement) else {
                continue;
            };
            let holds = |captures: &Captures| {
                wanted.as_ref().is_none_or(|wanted| {
                    captures.iter().any(|(_, c)| {
                        label_key(found.text.text.get(c.range.clone()).unwrap_or(""), words)
                            == *wanted
                    })
                })
            };
            match group {
                Some(group) => {
                    for (item, captures) in found.items.get(group).into_iter().flatten().enumerate()
                    {
                        if holds(captures) || (wanted.is_some() && holds(&found.captures)) {
                            out.push(FigurePlace::Capture {
                                paper,
                                statement,
                                item: Some((group, item)),
                                capture,
                            });
                        }
                    }
                }
                None => {
                    if holds(&found.captures)
                        || found.items.iter().flatten().any(|item| wanted.is_some() && holds(item))
                    {
                        out.push(FigurePlace::Capture { paper, statement, item: None, capture });
                    }
                }
            }
        }
        if out.is_empty() && wanted.is_some() {
            return Err(Missing::NotApplicable(Why::NoSentenceWith {
                key: key.unwrap_or("").into(),
            }));
        }
        Ok(out)
    }

    /// Columns of a side in which rows are added and tied.
    pub(in crate::check) fn amount_columns(&self, filled: &FilledForm, side: usize) -> Vec<usize> {
        let Some(schema) = self.world.schema(filled) else {
            return Vec::new();
        };
        let present = |column: usize| {
            filled.sides.get(side).and_then(|side| side.columns.get(column)?.as_ref()).is_some()
        };
        schema
            .columns
            .iter()
            .enumerate()
            .filter(|(i, column)| {
                matches!(column.kind, ColumnKind::Amount | ColumnKind::Count) && present(*i)
            })
            .map(|(i, _)| i)
            .collect()
    }
}

/// A table of which lines are missing.
pub(in crate::check) fn incomplete(form: &str) -> Missing {
    Missing::Unchecked(Why::RowsUnread { form: form.into() })
}

/// Whether a number of a row or column is worked out, and not written.
fn is_worked_out(node: &Node) -> bool {
    matches!(node, Node::Call(Function::Line | Function::Column, arguments)
        if !matches!(arguments.as_slice(), [Node::Number { .. }]))
}
