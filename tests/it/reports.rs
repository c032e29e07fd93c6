//! The formats of the report over real audits: every finding at its place, nothing of a document as
//! markup or formula.

use assert_cmd::cargo::cargo_bin_cmd;
use gouji::audit::{Audit, CheckRelation, DocumentOutcome};
use gouji::engine::{Engine, Request};
use gouji::report::{Format, Options};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const FORM: &str = "单位：万元\n科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出\n";

/// A label that is a script, one that is a formula, and a sum that is wrong in each.
const HOSTILE: &str = "示例市\"甲<b>局2023年度部门决算公开\n\n支出决算表\n";

fn hostile() -> String {
    format!(
        "{HOSTILE}{FORM} | 合计 | 90.00 | 60.00 | 31.00 | 0 | 0 | 0\n\
         201 | <script>alert(1)</script> | 50.00 | 30.00 | 21.00 | 0 | 0 | 0\n\
         205 | =cmd\\|'/C calc'!A0 | 40.00 | 30.00 | 11.00 | 0 | 0 | 0\n\n\
         <img src=x onerror=alert(1)>]]>-->\n"
    )
}

fn audit(documents: &[(&str, &str)]) -> Audit {
    let engine = Engine::new(gouji::embedded_lean().unwrap(), Request::default()).unwrap();
    let documents: Vec<DocumentOutcome> =
        documents.iter().map(|(path, text)| engine.audit(path, text.as_bytes())).collect();
    Audit { documents, ruleset_digest: "0".to_owned() }
}

fn fixture(name: &str) -> String {
    std::fs::read_to_string(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Documents that every format is tried on.
fn run() -> Audit {
    let (planted, clean, evaluation) = (
        fixture("archive-planted/document.txt"),
        fixture("archive-clean/yuan.txt"),
        fixture("self-evaluation-planted/document.txt"),
    );
    let hostile = hostile();
    audit(&[
        ("决算/埋错 \"1\".txt", &planted),
        ("决算/无错#.txt", &clean),
        ("=自评'.txt", &evaluation),
        ("<script>.txt", &hostile),
        ("空.txt", ""),
    ])
}

fn text(format: Format, audit: &Audit) -> String {
    String::from_utf8(format.render(audit, &Options::default())).unwrap()
}

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

/// Rows of cells, read as RFC 4180 says.
fn csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut cell, mut quoted) = (vec![Vec::new()], String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => rows.last_mut().unwrap().push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                rows.last_mut().unwrap().push(std::mem::take(&mut cell));
                rows.push(Vec::new());
            }
            '\r' if !quoted => {}
            c => cell.push(c),
        }
    }
    rows.pop();
    rows
}

#[test]
fn csv_has_a_row_for_each_finding_and_no_formula() {
    let audit = run();
    let text = text(Format::CSV, &audit);
    let rows = csv(text.strip_prefix('\u{FEFF}').unwrap());
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    let findings = audit.documents.iter().flatten().map(|d| d.findings.len()).sum::<usize>();
    assert_eq!(rows.len(), 1 + findings + audit.documents.iter().filter(|d| d.is_err()).count());
    for cell in rows.iter().flatten() {
        let is_number = cell.strip_prefix('-').is_some_and(|rest| rest.parse::<f64>().is_ok());
        assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '\t']), "{cell}");
    }
    assert!(rows.iter().any(|row| row[0] == "'=自评'.txt"));
}

#[test]
fn markdown_has_a_line_for_each_finding_and_no_markup_of_a_document() {
    let audit = run();
    let text = text(Format::MARKDOWN, &audit);
    let findings = audit.documents.iter().flatten().map(|d| d.findings.len()).sum::<usize>();
    let starts = ["| **错误** |", "| 警告 |", "| 提示 |"];
    assert_eq!(
        text.lines().filter(|line| starts.iter().any(|start| line.starts_with(start))).count(),
        findings
    );
    assert!(!text.contains("<script>") && !text.contains("<b>"));
}

#[test]
fn json_lines_are_a_document_each() {
    let audit = run();
    let text = text(Format::JSONL, &audit);
    let paths: Vec<String> = text
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["path"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(
        paths,
        ["决算/埋错 \"1\".txt", "决算/无错#.txt", "=自评'.txt", "<script>.txt", "空.txt"]
    );
}

/// What SARIF 2.1.0 says of the objects that are used: their properties, those required first and
/// marked by `!`, with the object that each holds. `[]` stands for a list, `str`, `int` and `any`
/// for values, `a|b` for one of these words.
const SARIF: &[(&str, &str)] = &[
    ("log", "!version:2.1.0 !runs:[]run $schema:str"),
    (
        "run",
        "!tool:tool invocations:[]invocation artifacts:[]artifact automationDetails:details originalUriBaseIds:any columnKind:unicodeCodePoints results:[]result properties:any",
    ),
    ("tool", "!driver:component"),
    ("component", "!name:str fullName:str version:str semanticVersion:str rules:[]rule"),
    (
        "rule",
        "!id:str name:str !shortDescription:text !fullDescription:text !help:text !defaultConfiguration:configuration properties:any",
    ),
    ("configuration", "level:none|note|warning|error"),
    ("text", "!text:str"),
    ("details", "id:str"),
    ("invocation", "!executionSuccessful:bool toolExecutionNotifications:[]notification"),
    ("notification", "!message:text level:none|note|warning|error locations:[]location"),
    ("artifact", "location:file roles:[]str hashes:any"),
    ("file", "!uri:uri uriBaseId:%SRCROOT%"),
    (
        "result",
        "!message:text ruleId:str ruleIndex:int kind:pass|open|fail|review baselineState:new|unchanged level:none|note|warning|error locations:[]location \
         relatedLocations:[]location partialFingerprints:any suppressions:[]suppression properties:any",
    ),
    ("suppression", "!kind:external status:accepted justification:str"),
    ("location", "id:int physicalLocation:physical logicalLocations:[]logical message:text"),
    ("physical", "!artifactLocation:file region:region properties:any"),
    ("region", "startLine:int startColumn:int endLine:int endColumn:int snippet:text"),
    ("logical", "name:str fullyQualifiedName:str decoratedName:str kind:str"),
];

fn conforms(value: &Value, shape: &str) {
    if let Some(item) = shape.strip_prefix("[]") {
        value
            .as_array()
            .unwrap_or_else(|| panic!("{shape}: {value}"))
            .iter()
            .for_each(|value| conforms(value, item));
        return;
    }
    let fits = match shape {
        "any" => true,
        "str" => value.is_string(),
        "int" => value.as_u64().is_some(),
        "bool" => value.is_boolean(),
        "uri" => value.as_str().is_some_and(|uri| {
            uri.chars().all(|c| c.is_ascii_alphanumeric() || "-._~%/:".contains(c))
        }),
        words => match SARIF.iter().find(|(name, _)| *name == words) {
            None => value.as_str().is_some_and(|value| words.split('|').any(|word| word == value)),
            Some((_, properties)) => {
                let object = value.as_object().unwrap_or_else(|| panic!("{shape}: {value}"));
                let properties: BTreeMap<&str, (&str, bool)> = properties
                    .split_whitespace()
                    .map(|property| {
                        let (name, shape) = property.split_once(':').unwrap();
                        (name.trim_start_matches('!'), (shape, name.starts_with('!')))
                    })
                    .collect();
                for (name, (_, required)) in &properties {
                    assert!(!required || object.contains_key(*name), "{shape} lacks {name}");
                }
                for (name, value) in object {
                    let (shape, _) = properties
                        .get(name.as_str())
                        .unwrap_or_else(|| panic!("{shape} has no {name}"));
                    conforms(value, shape);
                }
                true
            }
        },
    };
    assert!(fits, "{shape}: {value}");
}

#[test]
fn sarif_has_the_shapes_of_its_schema() {
    let audit = run();
    for all in [false, true] {
        let bytes = Format::SARIF.render(&audit, &Options { all, ..Options::default() });
        let log: Value = serde_json::from_slice(&bytes).unwrap();
        conforms(&log, "log");
        assert_eq!(log["runs"].as_array().unwrap().len(), audit.documents.len());
        // runs of one category would replace each other
        let categories: std::collections::BTreeSet<&str> = log["runs"]
            .as_array()
            .unwrap()
            .iter()
            .map(|run| run["automationDetails"]["id"].as_str().unwrap().rsplit_once('/').unwrap().0)
            .collect();
        assert_eq!(categories.len(), audit.documents.len());
        for (run, outcome) in log["runs"].as_array().unwrap().iter().zip(&audit.documents) {
            let results = run["results"].as_array().unwrap();
            let failed = results.iter().filter(|result| result["kind"] == "fail").count();
            assert_eq!(failed, outcome.as_ref().map_or(0, |document| document.findings.len()));
            for result in results {
                let rule = &run["tool"]["driver"]["rules"]
                    [usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
                assert_eq!(rule["id"], result["ruleId"]);
                assert_eq!(result["kind"] == "fail", result["level"] != "none");
                assert!(!result["locations"].as_array().unwrap().is_empty());
                let locations = result["locations"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .chain(result["relatedLocations"].as_array().unwrap());
                let prints = &result["partialFingerprints"];
                assert_eq!(result["kind"] == "fail", prints["primaryLocationLineHash"].is_string());
                for region in
                    locations.filter_map(|location| location["physicalLocation"].get("region"))
                {
                    let at = |name: &str| region[name].as_u64().unwrap();
                    assert!(at("startLine") >= 1 && at("startColumn") >= 1);
                    assert!(
                        (at("startLine"), at("startColumn")) <= (at("endLine"), at("endColumn"))
                    );
                }
            }
        }
    }
}

#[test]
fn the_same_audit_gives_the_same_bytes_in_every_format() {
    let (one, two) = (run(), run());
    for format in Format::ALL {
        let options = Options { all: true, ..Options::default() };
        assert_eq!(
            format.render(&one, &options),
            format.render(&two, &options),
            "{}",
            format.name()
        );
    }
}

#[test]
fn the_page_has_an_outline_and_a_map_of_its_tables() {
    let planted = fixture("archive-planted/document.txt");
    let page = text(Format::HTML, &audit(&[("决算.txt", &planted)]));
    let all = tags(&page);
    let of = |class: &str| {
        all.iter().filter(|(_, a)| a.get("class").is_some_and(|own| own == class)).count()
    };
    // two pairs of tables do not agree; seven of the tables hold a figure that is or may be wrong
    assert_eq!((of("tie bad"), of("box bad")), (2, 7), "{}", of("box"));
    assert!(of("tie") > 10 && page.contains("报表关系图：9 处之间核对"));
    let outline = page.split("<nav").nth(1).and_then(|rest| rest.split("</nav>").next()).unwrap();
    assert!(outline.contains("收入决算表") && outline.contains("✗ 1") && outline.contains("牵连"));
    // what agrees stands by rule
    let agreed = page.split("class=\"agreed\"").nth(1).unwrap();
    assert!(agreed.contains("相符的核对 394 项") && agreed.contains("<li><b>"));
}
