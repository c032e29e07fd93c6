//! A TOML file as a flat list of nodes. The build script grows the trees of the embedded rules, so
//! that they need not be parsed each time the program starts; it includes this file, which
//! therefore stands on nothing but `toml`.

use std::borrow::Cow;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A key of a table; its value is the next node.
    Key,
    /// A text.
    Text,
    /// A whole number in decimal digits.
    Integer,
    /// A whole number written otherwise.
    OtherInteger,
    /// A number with a point or an exponent.
    Float,
    /// `true`
    True,
    /// `false`
    False,
    /// A day or a time.
    Datetime,
    /// `[ … ]`
    List,
    /// `{ … }` or `[…]`
    Table,
}

/// A node: kind, bytes in the file, the index behind its last descendant, and where its text begins
/// and ends: in the file where it stands there as it is, else behind the file's end in
/// `RuleTree::extra`. A key has the index behind its value; a table, which has no text, has the
/// [`key_bit`] of each of its keys in place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TreeNode(pub NodeKind, pub [u32; 5]);

/// A file and its nodes, in the order of the file's tables; the first is the file's own table.
#[derive(Clone, Debug)]
pub struct RuleTree<'t> {
    text: &'t str,
    nodes: Cow<'t, [TreeNode]>,
    /// Texts that the file writes with escapes.
    extra: Cow<'t, str>,
}

/// What the build script grew of a file.
#[derive(Clone, Copy, Debug)]
pub struct Grown {
    /// Its nodes, as [`RuleTree::grown`] gives them.
    pub nodes: &'static [TreeNode],
    /// The texts that the file writes with escapes.
    pub extra: &'static str,
}

/// A table of a tree.
#[derive(Clone, Copy, Debug)]
pub struct TreeTable<'t> {
    tree: &'t RuleTree<'t>,
    at: usize,
}

/// A value of a tree.
#[derive(Clone, Copy, Debug)]
pub struct TreeValue<'t> {
    tree: &'t RuleTree<'t>,
    at: usize,
}

/// A value by its kind.
#[derive(Clone, Copy, Debug)]
pub enum TreeView<'t> {
    /// A text.
    Text(&'t str),
    /// A whole number, `None` where it is not written in decimal digits.
    Integer(Option<&'t str>),
    /// A number with a point or an exponent.
    Float(&'t str),
    /// `true` or `false`
    Boolean(bool),
    /// A day or a time.
    Datetime(&'t str),
    /// A list.
    List(TreeValue<'t>),
    /// A table.
    Table(TreeTable<'t>),
}

impl<'t> RuleTree<'t> {
    /// Parses a file; what could be read is given with the mistakes.
    pub fn parse(text: &'t str) -> (Self, Vec<toml::de::Error>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut grower = Grower { text, nodes: Vec::new(), extra: String::new() };
        grower.table(table.get_ref(), table.span());
        (Self { text, nodes: Cow::Owned(grower.nodes), extra: Cow::Owned(grower.extra) }, errors)
    }

    /// The tree that was grown when the program was built.
    pub fn of(text: &'t str, grown: Grown) -> Self {
        Self { text, nodes: Cow::Borrowed(grown.nodes), extra: Cow::Borrowed(grown.extra) }
    }

    /// What the build script keeps of it.
    #[allow(dead_code, reason = "the build script includes this file")]
    pub fn grown(&self) -> (&[TreeNode], &str) {
        (&self.nodes, &self.extra)
    }

    /// The table of a node, by [`TreeTable::node`].
    pub fn table(&'t self, node: usize) -> TreeTable<'t> {
        TreeTable { tree: self, at: node }
    }

    /// The file's own table.
    pub fn root(&'t self) -> TreeTable<'t> {
        TreeTable { tree: self, at: 0 }
    }

    fn kind(&self, at: usize) -> NodeKind {
        self.nodes.get(at).map_or(NodeKind::Table, |node| node.0)
    }

    fn number(&self, at: usize, which: usize) -> usize {
        self.nodes.get(at).and_then(|node| node.1.get(which)).map_or(0, |number| *number as usize)
    }

    fn span(&self, at: usize) -> Range<usize> {
        self.number(at, 0)..self.number(at, 1)
    }

    /// The index behind a node and all that stands in it.
    fn behind(&self, at: usize) -> usize {
        self.number(at, 2).max(at + 1)
    }

    fn text(&self, at: usize) -> &str {
        let (start, end) = (self.number(at, 3), self.number(at, 4));
        let found = match start.checked_sub(self.text.len()) {
            None => self.text.get(start..end),
            Some(start) => self.extra.get(start..end - self.text.len()),
        };
        found.unwrap_or("")
    }
}

/// One bit of 64 for a key: tables that lack it are told by their bits.
#[inline]
pub const fn key_bit(key: &str) -> u64 {
    let bytes = key.as_bytes();
    let (first, last) = match bytes {
        [] => (0, 0),
        [only] => (*only, *only),
        [first, .., last] => (*first, *last),
    };
    1 << ((bytes.len() * 7 + first as usize + last as usize * 3) % 64)
}

impl<'t> TreeTable<'t> {
    /// The value of a key.
    pub fn get(self, key: &str) -> Option<TreeValue<'t>> {
        // a table has few keys: looking through them is quicker than a hash, and most differ in length
        let Self { tree, at } = self;
        let (end, mut next) = (tree.behind(at), at + 1);
        while next < end {
            let TreeNode(_, [_, _, behind, from, to]) = tree.nodes.get(next)?;
            if (to - from) as usize == key.len() && tree.text(next) == key {
                return Some(TreeValue { tree, at: next + 1 });
            }
            next = *behind as usize;
        }
        None
    }

    /// Its node.
    pub fn node(self) -> usize {
        self.at
    }

    /// A bit for each of its keys, by [`key_bit`].
    pub fn key_bits(self) -> u64 {
        let half = |which: usize| self.tree.number(self.at, which) as u64;
        half(3) | half(4) << 32
    }

    /// Each key with its place and its value.
    pub fn iter(self) -> impl Iterator<Item = (&'t str, Range<usize>, TreeValue<'t>)> {
        let Self { tree, at } = self;
        let end = tree.behind(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let key = next;
            next = tree.behind(key);
            Some((tree.text(key), tree.span(key), TreeValue { tree, at: key + 1 }))
        })
    }
}

impl<'t> TreeValue<'t> {
    /// Its bytes in the file.
    pub fn span(self) -> Range<usize> {
        self.tree.span(self.at)
    }

    /// What it is.
    pub fn view(self) -> TreeView<'t> {
        let text = || self.tree.text(self.at);
        match self.tree.kind(self.at) {
            NodeKind::Key | NodeKind::Text => TreeView::Text(text()),
            NodeKind::Integer => TreeView::Integer(Some(text())),
            NodeKind::OtherInteger => TreeView::Integer(None),
            NodeKind::Float => TreeView::Float(text()),
            NodeKind::True => TreeView::Boolean(true),
            NodeKind::False => TreeView::Boolean(false),
            NodeKind::Datetime => TreeView::Datetime(text()),
            NodeKind::List => TreeView::List(self),
            NodeKind::Table => TreeView::Table(TreeTable { tree: self.tree, at: self.at }),
        }
    }

    /// Its text, if it is one.
    pub fn text(self) -> Option<&'t str> {
        match self.view() {
            TreeView::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Where its text begins in the file, where it stands there as it is.
    pub fn base(self) -> Option<usize> {
        let (start, end) = (self.tree.number(self.at, 3), self.tree.number(self.at, 4));
        (start < end && end <= self.tree.text.len()).then_some(start)
    }

    /// Its table, if it is one.
    pub fn table(self) -> Option<TreeTable<'t>> {
        match self.view() {
            TreeView::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The values of a list; none of anything else.
    pub fn items(self) -> impl Iterator<Item = TreeValue<'t>> {
        let Self { tree, at } = self;
        let end = if tree.kind(at) == NodeKind::List { tree.behind(at) } else { at };
        let mut next = at + 1;
        std::iter::from_fn(move || {
            if next >= end {
                return None;
            }
            let item = next;
            next = tree.behind(item);
            Some(TreeValue { tree, at: item })
        })
    }
}

struct Grower<'t> {
    text: &'t str,
    nodes: Vec<TreeNode>,
    extra: String,
}

impl Grower<'_> {
    fn table(&mut self, table: &DeTable<'_>, span: Range<usize>) -> usize {
        let at = self.push(NodeKind::Table, &span, "");
        let mut bits = 0;
        for (key, value) in table.iter() {
            bits |= key_bit(key.get_ref());
            let own = self.push(NodeKind::Key, &key.span(), key.get_ref());
            self.value(value.get_ref(), value.span());
            self.close(own);
        }
        self.close(at);
        if let Some(TreeNode(_, [.., low, high])) = self.nodes.get_mut(at) {
            [*low, *high] = [bits, bits >> 32].map(|half| (half & u64::from(u32::MAX)) as u32);
        }
        at
    }

    fn value(&mut self, value: &DeValue<'_>, span: Range<usize>) {
        match value {
            DeValue::String(text) => self.push(NodeKind::Text, &span, text),
            DeValue::Integer(number) if number.radix() == 10 => {
                self.push(NodeKind::Integer, &span, number.as_str())
            }
            DeValue::Integer(_) => self.push(NodeKind::OtherInteger, &span, ""),
            DeValue::Float(number) => self.push(NodeKind::Float, &span, number.as_str()),
            DeValue::Boolean(true) => self.push(NodeKind::True, &span, ""),
            DeValue::Boolean(false) => self.push(NodeKind::False, &span, ""),
            DeValue::Datetime(day) => self.push(NodeKind::Datetime, &span, &day.to_string()),
            DeValue::Array(items) => {
                let at = self.push(NodeKind::List, &span, "");
                for item in items.iter() {
                    self.value(item.get_ref(), item.span());
                }
                self.close(at);
                at
            }
            DeValue::Table(table) => self.table(table, span),
        };
    }

    /// Adds a node without anything in it.
    fn push(&mut self, kind: NodeKind, span: &Range<usize>, text: &str) -> usize {
        let inside =
            self.text.get(span.clone()).and_then(|raw| raw.find(text)).map(|at| span.start + at);
        let start = inside.unwrap_or_else(|| {
            self.extra.push_str(text);
            self.text.len() + self.extra.len() - text.len()
        });
        let index = self.nodes.len();
        let numbers = [span.start, span.end, index + 1, start, start + text.len()];
        self.nodes
            .push(TreeNode(kind, numbers.map(|number| u32::try_from(number).unwrap_or(u32::MAX))));
        index
    }

    /// What was added since stands in a node.
    fn close(&mut self, at: usize) {
        let behind = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        if let Some(TreeNode(_, [_, _, next, _, _])) = self.nodes.get_mut(at) {
            *next = behind;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\"数\" = 1_000\n[[\"规则\"]]\nid = \"a\"\ntext = [\"甲\", '乙', \"丙\\t丁\"]\n[param]\n\"界\" = { low = 0.5, on = true }\n";

    #[test]
    fn a_tree_says_what_the_file_says_and_where() {
        let (tree, mistakes) = RuleTree::parse(TEXT);
        assert!(mistakes.is_empty());
        let root = tree.root();
        assert!(matches!(
            root.get("数").map(TreeValue::view),
            Some(TreeView::Integer(Some("1000")))
        ));
        let rule = root.get("规则").unwrap().items().next().and_then(TreeValue::table).unwrap();
        assert_eq!(rule.iter().map(|(key, ..)| key).collect::<Vec<_>>(), ["id", "text"]);
        let texts: Vec<TreeValue<'_>> = rule.get("text").unwrap().items().collect();
        assert_eq!(
            texts.iter().map(|text| text.text().unwrap()).collect::<Vec<_>>(),
            ["甲", "乙", "丙\t丁"]
        );
        assert_eq!(
            texts.iter().map(|text| &TEXT[text.span()]).collect::<Vec<_>>(),
            ["\"甲\"", "'乙'", "\"丙\\t丁\""]
        );
        // a text with escapes stands nowhere in the file as it is
        assert_eq!(
            texts.iter().map(|text| text.base().map(|at| &TEXT[at..at + 3])).collect::<Vec<_>>(),
            [Some("甲"), Some("乙"), None]
        );
        let inner = root
            .get("param")
            .and_then(TreeValue::table)
            .and_then(|params| params.get("界")?.table())
            .unwrap();
        assert!(matches!(inner.get("low").map(TreeValue::view), Some(TreeView::Float("0.5"))));
        assert!(matches!(inner.get("on").map(TreeValue::view), Some(TreeView::Boolean(true))));
        assert!(root.get("没有").is_none());
    }
}
