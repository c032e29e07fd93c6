//! The page for people: sound, whole, without a script that it needs.

use super::{audit, fixture, run, text};
use assert_cmd::cargo::cargo_bin_cmd;
use gouji::audit::CheckRelation;
use gouji::report::Format;
use std::collections::{BTreeMap, BTreeSet};

/// The tags of a page with their attributes; texts are passed over. Fails where tags do not pair.
fn tags(page: &str) -> Vec<(String, BTreeMap<String, String>)> {
    const VOID: [&str; 5] = ["meta", "br", "input", "img", "hr"];
    let (mut out, mut open, mut rest) = (Vec::new(), Vec::<String>::new(), page);
    while let Some(at) = rest.find('<') {
        assert!(
            !rest[..at].contains('>')
                || open.last().is_some_and(|name| name == "script" || name == "style"),
            "{}",
            &rest[..at]
        );
        rest = &rest[at + 1..];
        if rest.starts_with('!') {
            rest = &rest[rest.find('>').unwrap() + 1..];
            continue;
        }
        if let Some(closing) = rest.strip_prefix('/') {
            let name = &closing[..closing.find('>').unwrap()];
            assert_eq!(open.pop().as_deref(), Some(name));
            rest = &closing[name.len() + 1..];
            continue;
        }
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        rest = &rest[name.len()..];
        let mut attributes = BTreeMap::new();
        while !rest.starts_with('>') {
            rest = rest.trim_start();
            let key: String =
                rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            assert!(!key.is_empty(), "{}", rest.chars().take(40).collect::<String>());
            rest = &rest[key.len()..];
            let value = match rest.strip_prefix("=\"") {
                Some(quoted) => {
                    let value = &quoted[..quoted.find('"').unwrap()];
                    rest = &quoted[value.len() + 1..];
                    value
                }
                None => "",
            };
            attributes.insert(key, value.to_owned());
        }
        rest = &rest[1..];
        if name == "script" || name == "style" {
            rest = &rest[rest.find("</").unwrap()..];
        }
        if !VOID.contains(&name.as_str()) {
            open.push(name.clone());
        }
        out.push((name, attributes));
    }
    assert!(open.is_empty(), "{open:?}");
    out
}

#[test]
fn the_page_is_sound_and_every_finding_is_at_its_place_and_nothing_else_is_wrong() {
    let audit = run();
    let page = text(Format::HTML, &audit);
    let tags = tags(&page);
    let mut ids = BTreeSet::new();
    for (_, attributes) in &tags {
        if let Some(id) = attributes.get("id") {
            assert!(ids.insert(id.clone()), "{id} twice");
        }
    }
    let targets = tags.iter().filter_map(|(_, attributes)| attributes.get("href"));
    for target in targets {
        assert!(ids.contains(target.strip_prefix('#').unwrap()), "{target}");
    }
    let class = |word: &str| {
        tags.iter()
            .filter(|(_, a)| a.get("class").is_some_and(|c| c.split(' ').any(|c| c == word)))
            .count()
    };
    let findings: Vec<_> = audit
        .documents
        .iter()
        .flatten()
        .flat_map(|d| d.findings.iter().map(move |f| (d, f)))
        .collect();
    assert!(findings.len() > 10, "{}", findings.len());
    assert_eq!(class("finding"), findings.len());
    // the guilty figure where it is known; what a rule asks something of; never one side of an
    // equality or of a bound
    let wrong: BTreeSet<_> = findings
        .iter()
        .flat_map(|(d, f)| {
            let suspects = f
                .cause
                .iter()
                .flat_map(|cause| &cause.suspects)
                .map(|suspect| suspect.printed.span)
                .collect::<Vec<_>>();
            let first = &d.checks[f.checks[0]];
            let is_bound = !matches!(
                first.relation,
                CheckRelation::Equal | CheckRelation::NotEqual | CheckRelation::Meets
            );
            let is_open = (first.relation == CheckRelation::Equal && first.computed.is_some())
                || is_bound && first.size() > 1
                || f.cause.as_ref().is_some_and(|cause| !cause.others.is_empty());
            let stated = f
                .checks
                .iter()
                .filter_map(|at| d.checks[*at].figure(0))
                .map(|figure| figure.span());
            let stated: Vec<_> = stated.filter(|_| suspects.is_empty() && !is_open).collect();
            suspects.into_iter().chain(stated).map(|span| (&d.path, span))
        })
        .collect();
    // the legend shows one of each of the three severities
    let legends = audit.documents.iter().flatten().count() * 3;
    assert_eq!(class("wrong") - legends, wrong.len());
    assert!(class("ok") > 400);
}

#[test]
fn nothing_of_a_document_becomes_markup() {
    let page = text(Format::HTML, &run());
    let tags = tags(&page);
    assert_eq!(tags.iter().filter(|(name, _)| name == "script").count(), 1);
    assert!(
        tags.iter()
            .all(|(name, a)| name != "img" && name != "b" || a.keys().all(|key| key == "class"))
    );
    assert!(tags.iter().all(|(_, a)| a.keys().all(|key| !key.starts_with("on"))));
    assert!(
        !page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)&lt;/script&gt;")
    );
    assert!(page.contains("埋错 &quot;1&quot;.txt"));
    // nothing is fetched
    assert!(tags.iter().all(|(name, a)| name != "link" && !a.contains_key("src")));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("@import"));
}

#[test]
fn the_script_needs_no_new_browser() {
    let page = text(Format::HTML, &audit(&[("空.txt", "")]));
    let script = &page[page.rfind("<script>").unwrap()..page.rfind("</script>").unwrap()];
    for word in [
        "=>",
        "let ",
        "const ",
        "`",
        "class ",
        "async ",
        "?.",
        "??",
        "...",
        ".forEach(",
        "closest(",
    ] {
        assert!(!script.contains(word), "{word}");
    }
}

#[test]
fn the_page_holds_the_text_of_the_document() {
    let audit = run();
    let page = text(Format::HTML, &audit);
    // what a reader without style sees
    let mut bare = String::new();
    let mut within = false;
    for c in page.chars() {
        match c {
            '<' => within = true,
            '>' => within = false,
            c if !within => bare.push(c),
            _ => {}
        }
    }
    let bare = bare
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
    for document in audit.documents.iter().flatten() {
        for (_, paragraph) in document.document.paragraphs() {
            assert!(bare.contains(paragraph.text.text.trim()), "{}", paragraph.text.text);
        }
        for cell in document.document.tables.iter().flat_map(|table| table.rows.iter().flatten()) {
            assert!(bare.contains(cell.text.text.trim()), "{}", cell.text.text);
        }
        for figure in document.coverage.unchecked.iter().filter(|figure| figure.counts()) {
            assert!(bare.contains(&figure.why.to_string()), "{}", figure.why);
        }
    }
}

#[test]
fn a_folder_has_a_page_for_each_document_and_one_that_leads_to_them() {
    let folder = tempfile::tempdir().unwrap();
    let (documents, pages) = (folder.path().join("in"), folder.path().join("out"));
    std::fs::create_dir(&documents).unwrap();
    std::fs::create_dir(&pages).unwrap();
    for name in ["甲 100%#1.txt", "index.txt", "a&b.txt"] {
        std::fs::write(documents.join(name), fixture("archive-planted/document.txt")).unwrap();
    }
    std::fs::write(documents.join("坏.txt"), [0, 159, 146, 150]).unwrap();
    let run = || {
        let mut command = cargo_bin_cmd!("gouji");
        command
            .arg("check")
            .arg(&documents)
            .args(["--format", "html", "-o"])
            .arg(&pages)
            .output()
            .unwrap()
    };
    assert_eq!(run().status.code(), Some(3));
    let index = std::fs::read_to_string(pages.join("index.gouji.html")).unwrap();
    let links: Vec<String> = tags(&index)
        .iter()
        .filter_map(|(name, a)| a.get("href").filter(|_| name == "a").cloned())
        .collect();
    let files = [
        "a%26b.gouji.html",
        "index-2.gouji.html",
        "%E5%9D%8F.gouji.html",
        "%E7%94%B2%20100%25%231.gouji.html",
    ];
    let (documents, others) = links.split_at(files.len());
    assert_eq!(documents, files);
    // a unit leads to its documents, a rule to those that break it
    assert!(others.iter().any(|link| link == "#documents"));
    assert!(others.iter().all(|link| link == "#documents" || files.contains(&link.as_str())));
    for name in ["a&b", "index-2", "坏", "甲 100%#1"] {
        tags(&std::fs::read_to_string(pages.join(format!("{name}.gouji.html"))).unwrap());
    }
    assert!(
        index.contains("文件 4 份")
            && index.contains("按单位")
            && index.contains("按规则")
            && index.contains("未能审核")
    );
    run();
    assert_eq!(std::fs::read_to_string(pages.join("index.gouji.html")).unwrap(), index);
    assert_eq!(std::fs::read_dir(&pages).unwrap().count(), 5);
}

#[test]
fn the_page_has_an_outline_and_a_map_of_its_tables() {
    let planted = fixture("archive-planted/document.txt");
    let page = text(Format::HTML, &audit(&[("决算.txt", &planted)]));
    let all = tags(&page);
    let of = |class: &str| {
        all.iter().filter(|(_, a)| a.get("class").is_some_and(|own| own == class)).count()
    };
    // two pairs of tables do not agree, and the year above one table with that of the cover; eight of them hold a figure that
    // is or may be wrong
    assert_eq!((of("tie bad"), of("box bad")), (3, 8), "{}", of("box"));
    assert!(of("tie") > 10 && page.contains("报表关系图：10 处之间核对"));
    let outline = page.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap();
    assert!(outline.contains("收入决算表") && outline.contains("✗ 1") && outline.contains("牵连"));
    // what agrees stands by rule
    let agreed = page.split("class=\"agreed\"").nth(1).unwrap();
    assert!(agreed.contains("相符的核对 395 项") && agreed.contains("<li><b>"));
}
