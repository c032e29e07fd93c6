//! Files that rest on each other in a ring have to be read together: no ring has more than three
//! files, `mod.rs` among them. What `mod.rs` hands on (`pub use`) counts as the file that has it.

use super::layers::all_sources;
use std::collections::{BTreeMap, BTreeSet};

/// Files of a ring at most.
const MOST: usize = 3;

/// Larger rings that are left, by their member, each with its files. They may become smaller, never
/// larger; no other may come.
const KNOWN: &[(&str, &[usize])] = &[
    ("crates/gouji-checks", &[12, 4]),
    ("crates/gouji-prose", &[23, 18, 8, 7, 5, 5, 4, 4]),
    ("crates/gouji-rules", &[67, 6, 5]),
];

/// The words and signs of a text, without comments and what stands in quotes.
fn tokens(text: &str) -> Vec<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let behind = |end: usize| &rest[end.min(rest.len())..];
        rest = if rest.starts_with("//") {
            behind(rest.find('\n').unwrap_or(rest.len()))
        } else if is_word(first) {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let marks = rest[end..].chars().take_while(|c| *c == '#').count();
            if matches!(&rest[..end], "r" | "br") && rest[end + marks..].starts_with('"') {
                let close = format!("\"{}", "#".repeat(marks));
                let text = end + marks + 1;
                behind(rest[text..].find(&close).map_or(rest.len(), |at| text + at + close.len()))
            } else {
                out.push(&rest[..end]);
                behind(end)
            }
        } else if first == '"' {
            let mut is_escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !is_escaped;
                is_escaped = c == '\\' && !is_escaped;
                ends
            });
            behind(end.map_or(rest.len(), |end| end + 2))
        } else if first == '\'' {
            // a character; else the mark of a lifetime
            let mut inner = rest[1..].char_indices();
            match (inner.next(), inner.next()) {
                (Some((_, '\\')), Some((at, c))) => {
                    let from = 1 + at + c.len_utf8();
                    behind(rest[from..].find('\'').map_or(rest.len(), |end| from + end + 1))
                }
                (Some(_), Some((at, '\''))) => behind(at + 2),
                _ => behind(1),
            }
        } else {
            let end = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            if !first.is_whitespace() {
                out.push(&rest[..end]);
            }
            behind(end)
        };
    }
    out
}

/// Where an item ends that begins at a token.
fn end_of_item(tokens: &[&str], from: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match *token {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(*token, ";" | "}") {
            return at + 1;
        }
    }
    tokens.len()
}

/// The same without the items that only tests have.
fn without_tests<'t>(tokens: &[&'t str]) -> Vec<&'t str> {
    const MARK: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let (mut out, mut at) = (Vec::new(), 0);
    while let Some(token) = tokens.get(at) {
        if tokens[at..].starts_with(&MARK) {
            at = end_of_item(tokens, at + MARK.len());
        } else {
            out.push(*token);
            at += 1;
        }
    }
    out
}

/// A path as it is written.
struct WrittenPath<'t> {
    parts: Vec<&'t str>,
    /// The name under which `use` brings it in.
    name: Option<&'t str>,
    /// `pub use`: others take it from here.
    is_handed_on: bool,
}

/// The paths of `use`, from a token on; gives where they end.
fn read_use<'t>(
    tokens: &[&'t str],
    mut at: usize,
    before: &[&'t str],
    out: &mut Vec<WrittenPath<'t>>,
) -> usize {
    let mut parts = before.to_vec();
    loop {
        match tokens.get(at).copied() {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != "}") {
                    at = read_use(tokens, at, &parts, out);
                    at += usize::from(tokens.get(at) == Some(&","));
                }
                return at + 1;
            }
            Some("self") if !parts.is_empty() => {}
            Some(token) => parts.push(token),
            None => return at,
        }
        at += 1;
        if tokens.get(at) == Some(&"::") {
            at += 1;
            continue;
        }
        let mut name = parts.last().copied();
        if tokens.get(at) == Some(&"as") {
            name = tokens.get(at + 1).copied();
            at += 2;
        }
        out.push(WrittenPath { parts, name, is_handed_on: false });
        return at;
    }
}

/// All paths of a file.
fn paths<'t>(tokens: &[&'t str]) -> Vec<WrittenPath<'t>> {
    let is_word = |at: usize| {
        let first = tokens.get(at).and_then(|token| token.chars().next());
        first.is_some_and(|c| c.is_alphabetic() || c == '_')
    };
    let is = |at: usize, word: &str| tokens.get(at) == Some(&word);
    let (mut out, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).copied().unwrap_or(";");
        if before == "(" && is(at, "in") {
            // who may see an item
            at = end_of_item(tokens, at).min(at + 1);
            while at < tokens.len() && !is(at, ")") {
                at += 1;
            }
        } else if is(at, "use") && matches!(before, ";" | "}" | "{" | ")" | "]" | "pub") {
            let first = out.len();
            at = read_use(tokens, at + 1, &[], &mut out);
            let own = out.iter_mut().skip(first);
            own.for_each(|path| path.is_handed_on = matches!(before, ")" | "pub"));
        } else if is_word(at) && is(at + 1, "::") && before != "::" {
            let mut parts = vec![tokens[at]];
            at += 1;
            while is(at, "::") && is_word(at + 1) {
                parts.push(tokens[at + 1]);
                at += 2;
            }
            out.push(WrittenPath { parts, name: None, is_handed_on: false });
        } else {
            at += 1;
        }
    }
    out
}

/// A file: its member, and its path as a module.
type Module = (String, Vec<String>);

/// What the files of all members name.
struct Names<'t> {
    written: BTreeMap<Module, Vec<WrittenPath<'t>>>,
}

impl<'t> Names<'t> {
    /// What `use` calls by this name in a file.
    fn used(&self, module: &Module, name: &str) -> Option<&[&'t str]> {
        let own = self.written.get(module)?;
        let found = own.iter().find(|path| path.name == Some(name) && path.parts != [name]);
        found.map(|path| path.parts.as_slice())
    }

    fn has(&self, module: &Module, child: &str) -> bool {
        let mut path = module.1.clone();
        path.push(child.to_owned());
        self.written.contains_key(&(module.0.clone(), path))
    }

    /// The file that has what a path leads to, and whether it leads to something in it. `depth`:
    /// how many names may stand for others.
    fn target(&self, from: &Module, parts: &[&str], depth: usize) -> Option<(Module, bool)> {
        let (mut module, mut rest) = (from.clone(), parts);
        match *rest.first()? {
            "crate" => (module.1, rest) = (Vec::new(), &rest[1..]),
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first() == Some(&"super") {
                    module.1.pop();
                    rest = &rest[1..];
                }
            }
            first if self.has(&module, first) => {}
            first => {
                let whole: Vec<&str> =
                    self.used(from, first)?.iter().chain(&rest[1..]).copied().collect();
                return self.target(from, &whole, depth.checked_sub(1)?);
            }
        }
        while let Some(part) = rest.first() {
            if self.has(&module, part) {
                module.1.push((*part).to_owned());
                rest = &rest[1..];
                continue;
            }
            let handed_on = self.used(&module, part).and_then(|known| {
                let whole: Vec<&str> = known.iter().chain(&rest[1..]).copied().collect();
                self.target(&module, &whole, depth.checked_sub(1)?)
            });
            return handed_on.or(Some((module, true)));
        }
        Some((module, false))
    }

    /// On which files of its member each file rests.
    fn rests_on(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        /// Names that stand for others, at most.
        const DEPTH: usize = 8;
        let rests = self.written.iter().map(|(module, written)| {
            // what is handed on is asked for by others, of the file that has it
            let targets = written.iter().filter(|path| !path.is_handed_on);
            let targets = targets.filter_map(|path| self.target(module, &path.parts, DEPTH));
            let own = targets.filter(|(target, is_in)| *is_in && target != module);
            (module.clone(), own.map(|(target, _)| target).collect())
        });
        rests.collect()
    }
}

/// The files that a file rests on, and on what those rest.
fn reached<'m>(
    from: &'m Module,
    rests: &'m BTreeMap<Module, BTreeSet<Module>>,
) -> BTreeSet<&'m Module> {
    let (mut out, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(module) = open.pop() {
        open.extend(rests.get(module).into_iter().flatten().filter(|next| out.insert(*next)));
    }
    out
}

/// The rings of more than [`MOST`] files.
fn rings(rests: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<Vec<&Module>> {
    let reach: BTreeMap<&Module, BTreeSet<&Module>> =
        rests.keys().map(|module| (module, reached(module, rests))).collect();
    let mut seen: BTreeSet<&Module> = BTreeSet::new();
    let mut out = Vec::new();
    for module in rests.keys() {
        if seen.contains(module) {
            continue;
        }
        let back = |other: &&&Module| reach.get(**other).is_some_and(|own| own.contains(module));
        let ring: Vec<&Module> = reach[module].iter().filter(back).copied().collect();
        seen.extend(&ring);
        if ring.len() > MOST {
            out.push(ring);
        }
    }
    out.sort_by_key(|ring| std::cmp::Reverse(ring.len()));
    out
}

#[test]
fn no_ring_of_files_is_larger_than_three() {
    let mut texts: BTreeMap<Module, String> = BTreeMap::new();
    for (file, inner) in all_sources() {
        let folder = file.to_string_lossy().replace('\\', "/");
        let member = folder.strip_suffix(&format!("/src/{inner}")).unwrap();
        let member = member.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap();
        let mut path: Vec<String> =
            inner.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if path.iter().any(|part| part == "tests" || part.ends_with("_tests")) {
            continue;
        }
        if matches!(path.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            path.pop();
        }
        let text = std::fs::read_to_string(&file).unwrap();
        texts.entry((member.trim_start_matches('/').to_owned(), path)).or_default().push_str(&text);
    }
    let written = texts
        .iter()
        .map(|(module, text)| (module.clone(), paths(&without_tests(&tokens(text)))))
        .collect();
    let rests = Names { written }.rests_on();
    assert!(rests.values().map(BTreeSet::len).sum::<usize>() > 2_000, "hardly any path was read");
    let mut sizes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for ring in rings(&rests) {
        let member = ring[0].0.as_str();
        let own = sizes.entry(member).or_default();
        own.push(ring.len());
        let known = KNOWN.iter().find(|(name, _)| *name == member).map(|(_, sizes)| *sizes);
        let may_be = known.and_then(|sizes| sizes.get(own.len() - 1)).copied().unwrap_or(MOST);
        if ring.len() > may_be {
            let files: Vec<String> = ring.iter().map(|(_, path)| path.join("/")).collect();
            wrong.push(format!("{member}: {} files: {}", files.len(), files.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "files rest on each other: {wrong:#?}");
}
