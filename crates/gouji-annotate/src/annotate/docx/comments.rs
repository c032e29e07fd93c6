//! The part with the comments: ours are added to those that are there.

use super::prefix;
use crate::annotate::package::Package;
use crate::annotate::remark::Remark;
use crate::annotate::xml::{Edits, append, escaped, tags, tags_to};
use crate::annotate::{AUTHOR, Refusal};

const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// Stands for the comments; no XML holds it.
const HERE: &str = "\0";

/// The part with the comments.
pub(super) fn part(package: &mut Package<'_>, main: &str) -> Result<Option<String>, Refusal> {
    let relations = package.relations(main)?;
    Ok(relations
        .into_iter()
        .find(|relation| relation.kind == "comments" && package.has(&relation.target))
        .map(|found| found.target))
}

/// The first number that no comment has.
pub(super) fn first_id(package: &mut Package<'_>, main: &str) -> Result<usize, Refusal> {
    let Some(part) = part(package, main)? else { return Ok(0) };
    let xml = package.needed(&part)?;
    let ids = tags(&xml, &part)?;
    let ids = ids
        .iter()
        .filter(|tag| tag.opens() && tag.name() == "comment")
        .filter_map(|tag| tag.attribute("id")?.parse::<usize>().ok());
    Ok(ids.max().map_or(0, |last| last.saturating_add(1)))
}

/// Adds comments with their numbers.
pub(super) fn write(
    package: &mut Package<'_>,
    main: &str,
    remarks: &[(usize, &Remark)],
) -> Result<(), Refusal> {
    if remarks.is_empty() {
        return Ok(());
    }
    let (part, xml) = match part(package, main)? {
        Some(part) => {
            let xml = package.needed(&part)?;
            (part, xml)
        }
        None => create(package, main)?,
    };
    let tags = tags(&xml, &part)?;
    let prefix = prefix(&tags)?;
    // comments may be most of the copy: they are written where they go, not put together first
    let mut edits = Edits::default();
    append(&mut edits, &tags, 0, HERE.to_owned());
    let framed = edits.apply(&xml)?;
    let (before, behind) =
        framed.split_once(HERE).ok_or_else(|| Refusal::strange("XML 的根元素没有结束"))?;
    let mut out = before.to_owned();
    for (id, remark) in remarks {
        out.push_str(&comment(*id, remark, prefix));
    }
    out.push_str(behind);
    package.put_last(&part, out)?;
    Ok(())
}

/// A part without comments, declared, in the name space of the document.
fn create(package: &mut Package<'_>, main: &str) -> Result<(String, String), Refusal> {
    let document = package.long(main)?;
    let tags = tags_to(&document, main, 0)?;
    let prefix = prefix(&tags)?;
    let space = tags
        .first()
        .and_then(|root| root.name_space(prefix))
        .ok_or_else(|| Refusal::strange("XML 没有命名空间"))?;
    let base = if space.contains("purl.oclc.org") {
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    } else {
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    };
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let usual = format!("{folder}comments.xml");
    let part = if package.has(&usual) {
        package.free(&format!("{folder}comments{{}}.xml"))
    } else {
        usual
    };
    package.declare(&part, TYPE)?;
    package.relate(main, base, "comments", &part)?;
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{prefix}comments xmlns:{}=\"{space}\"></{prefix}comments>",
        prefix.trim_end_matches(':')
    );
    Ok((part, xml))
}

/// A comment: the first line bold, a paragraph for each line.
fn comment(id: usize, remark: &Remark, prefix: &str) -> String {
    let line = |shape: &str, text: &str| {
        format!(
            "<{prefix}p><{prefix}r>{shape}<{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}r></{prefix}p>",
            escaped(text)
        )
    };
    let bold = format!("<{prefix}rPr><{prefix}b/></{prefix}rPr>");
    let lines: String = remark.lines().iter().map(|text| line("", text)).collect();
    let initials = AUTHOR.chars().next().unwrap_or_default();
    format!(
        "<{prefix}comment {prefix}id=\"{id}\" {prefix}author=\"{AUTHOR}\" {prefix}initials=\"{initials}\">{}{lines}</{prefix}comment>",
        line(&bold, &remark.title())
    )
}
