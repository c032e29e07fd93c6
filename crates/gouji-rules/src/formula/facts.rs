//! What is known of the document and of a table: `doc.year`, `table.title`.

use super::names::{FormulaMistake, Owner};
use super::node::{DocField, Node, TableField};
use super::path::Segment;
use super::resolve::Resolver;
use std::ops::Range;

impl Resolver<'_> {
    pub(super) fn doc(
        &self,
        span: &Range<usize>,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Result<Node, FormulaMistake> {
        match segments {
            [(Segment::Name("year"), _)] => Ok(Node::Doc(DocField::Year)),
            [(Segment::Name("agency"), _)] => Ok(Node::Doc(DocField::Agency)),
            [(Segment::Name("kind"), _)] => Ok(Node::Doc(DocField::Kind)),
            _ => Err(FormulaMistake::new(span.clone(), "doc 只有 year、agency、kind")
                .help("例如 doc.year")),
        }
    }

    pub(super) fn table(
        &self,
        span: &Range<usize>,
        segments: &[(Segment<'_>, Range<usize>)],
    ) -> Result<Node, FormulaMistake> {
        if !matches!(self.owner, Owner::Form(..) | Owner::EveryForm) {
            return Err(FormulaMistake::new(span.clone(), "table 只能用在写了 form 的规则里"));
        }
        match segments {
            [(Segment::Name("title"), _)] => Ok(Node::Table(TableField::Title)),
            [(Segment::Name("number"), _)] => Ok(Node::Table(TableField::Number)),
            [(Segment::Name("year"), _)] => Ok(Node::Table(TableField::Year)),
            [(Segment::Name("unit"), _)] => Ok(Node::Table(TableField::Unit)),
            [(Segment::Name("agency"), _)] => Ok(Node::Table(TableField::Agency)),
            _ => Err(FormulaMistake::new(
                span.clone(),
                "table 只有 title、number、year、unit、agency",
            )
            .help("例如 table.year")),
        }
    }
}
