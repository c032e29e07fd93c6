//! Workbooks (`xlsx`, `xlsm`): notes and tints on cells, and a sheet with the findings. The package
//! is patched: only the sheets that get notes, their notes, the style sheet and the list of sheets
//! are written anew.

mod beside;
mod cells;
mod findings;
mod notes;
mod runs;
mod styles;
mod tabs;
mod texts;

use super::anchor::stretches;
use super::package::{Package, PartRelation};
use super::remark::{Remark, RemarkTone, remarks, ticks};
use super::xml::{Edits, MarkupTag, tags, text_of};
use super::{Refusal, Subject};
pub use beside::joined;
use cells::{SheetAt, XlsxSheet};
use findings::{Before, Looks};
use gouji_read::read::{FINDINGS_MARK, address};
use gouji_values::document::Span;
use std::collections::{BTreeMap, BTreeSet};
use styles::Styles;
use texts::{CellText, SharedTexts, TextsBefore};

const SHEET_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
const STYLES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml";
const NOTES_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
const BOXES_TYPE: &str = "application/vnd.openxmlformats-officedocument.vmlDrawing";

/// What is to be done on a sheet.
#[derive(Default)]
struct Work<'r> {
    notes: BTreeMap<SheetAt, Vec<&'r Remark>>,
    ticks: BTreeMap<SheetAt, Vec<Span>>,
}

impl Work<'_> {
    /// What is said of a cell: where it stands, and its tone.
    fn said(&self, cell: SheetAt) -> impl Iterator<Item = (Option<Span>, RemarkTone)> {
        let ticks = self.ticks.get(&cell).into_iter().flatten();
        let notes = self.notes.get(&cell).into_iter().flatten();
        ticks
            .map(|span| (Some(*span), RemarkTone::Agrees))
            .chain(notes.map(|remark| (remark.span, remark.tone)))
    }

    /// All cells that something is said of.
    fn cells(&self) -> impl Iterator<Item = SheetAt> {
        self.ticks.keys().chain(self.notes.keys()).copied()
    }
}

/// A sheet of the workbook.
struct Entry {
    name: String,
    part: String,
}

/// Writes the copy.
pub(super) fn write(subject: &Subject<'_>) -> Result<Vec<u8>, Refusal> {
    let mut package = Package::open(subject.bytes)?;
    let mut book = Book::open(&mut package)?;
    let remarks = remarks(subject);
    let mut work: BTreeMap<String, Work<'_>> = BTreeMap::new();
    for (remark, span) in remarks.iter().filter_map(|remark| Some((remark, remark.span?))) {
        if let Some((sheet, cell)) = place(subject, span) {
            work.entry(sheet).or_default().notes.entry(cell).or_default().push(remark);
        }
    }
    for (span, (sheet, cell)) in ticks(subject)
        .into_iter()
        .filter(|_| subject.options.ticks)
        .filter_map(|span| Some((span, place(subject, span)?)))
    {
        work.entry(sheet).or_default().ticks.entry(cell).or_default().push(span);
    }

    let mut kept = (Looks::new(), TextsBefore::new());
    // our own is not counted, so that annotating twice is annotating once
    let others = book.sheets.iter().enumerate().filter(|(index, _)| Some(*index) != book.own);
    for (index, (_, entry)) in others.enumerate() {
        let own = work.remove(&entry.name).unwrap_or_default();
        let sheet = Sheet { index, entry, base: book.base, before: &book.before };
        patch(
            subject,
            (&mut package, &mut book.styles, &mut book.strings),
            &sheet,
            &own,
            &mut kept,
        )?;
    }
    let link = |remark: &Remark| {
        let (sheet, cell) = match place(subject, remark.span?) {
            Some(place) => place,
            // a figure in the name of a sheet
            None => (subject.audit.document.locator.place(remark.span?)?.to_owned(), (0, 0)),
        };
        Some(format!("'{}'!{}", sheet.replace('\'', "''"), address::address(cell.0, cell.1)))
    };
    let links: Vec<Option<String>> = remarks.iter().map(link).collect();
    let sheet = findings::sheet(subject, &remarks, &links, (&kept.0, &kept.1), &mut book.styles);
    book.finish(&mut package, sheet)?;
    package.finish()
}

/// Sheet and cell of a place.
fn place(subject: &Subject<'_>, span: Span) -> Option<(String, SheetAt)> {
    let place = subject.audit.document.locator.place(span)?;
    let (sheet, cell) = place.rsplit_once('!').unwrap_or(("", place));
    Some((sheet.to_owned(), address::parse(cell)?))
}

/// The workbook's own parts.
struct Book {
    part: String,
    /// What types of relations begin with.
    base: &'static str,
    sheets: Vec<Entry>,
    /// Parts of tabs that hold no cells: charts.
    charts: Vec<String>,
    styles: Styles,
    styles_part: Option<String>,
    /// Index of the sheet with the findings of an earlier run.
    own: Option<usize>,
    /// How cells looked that an earlier run has tinted, and what those held of which it marked letters.
    before: (Looks, TextsBefore),
    strings: SharedTexts,
}

/// A sheet that is patched.
struct Sheet<'b> {
    index: usize,
    entry: &'b Entry,
    base: &'static str,
    before: &'b (Looks, TextsBefore),
}

impl Book {
    fn open(package: &mut Package<'_>) -> Result<Self, Refusal> {
        // as the reader finds it
        let part = package.find(|name| {
            name.split('/').count() <= 2 && name.rsplit('/').next() == Some("workbook.xml")
        });
        let part = part.ok_or_else(|| Refusal::strange("没有工作簿的内容"))?;
        let text = package.needed(&part)?;
        let is_strict = text.contains("http://purl.oclc.org/ooxml/");
        let base = if is_strict {
            "http://purl.oclc.org/ooxml/officeDocument/relationships"
        } else {
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        };
        let relations = package.relations(&part)?;
        let target = |id: &str| {
            relations.iter().find(|relation| relation.id == id && relation.kind == "worksheet")
        };
        let entry = |tag: &MarkupTag<'_>| {
            let relation = target(&tag.attribute("id")?)?;
            Some(Entry {
                name: tag.attribute("name").unwrap_or_default().into_owned(),
                part: relation.target.clone(),
            })
        };
        let tags = tags(&text, &part)?;
        let sheets: Vec<Entry> = tags
            .iter()
            .filter(|tag| tag.opens() && tag.name() == "sheet")
            .filter_map(entry)
            .collect();
        let chart = |tag: &MarkupTag<'_>| {
            let id = tag.attribute("id")?;
            let relation = relations.iter().find(|relation| relation.id == id)?;
            (relation.kind != "worksheet").then(|| relation.target.clone())
        };
        let charts = tags
            .iter()
            .filter(|tag| tag.opens() && tag.name() == "sheet")
            .filter_map(chart)
            .collect();
        let of_kind = |kind: &str| {
            relations
                .iter()
                .find(|relation| relation.kind == kind)
                .map(|relation| relation.target.clone())
        };
        // as the reader does, where nothing refers to them
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let usual = |name: &str| Some(format!("{folder}/{name}")).filter(|part| package.has(part));
        let styles_part =
            of_kind("styles").filter(|part| package.has(part)).or_else(|| usual("styles.xml"));
        let strings = of_kind("sharedStrings")
            .filter(|part| package.has(part))
            .or_else(|| usual("sharedStrings.xml"));
        let styles = match &styles_part {
            Some(part) => package.needed(part)?,
            None => styles::BARE.to_owned(),
        };
        let mut out = Self {
            part,
            base,
            sheets,
            charts,
            styles: Styles::read(styles)?,
            styles_part,
            own: None,
            before: Default::default(),
            strings: SharedTexts::new(strings.clone()),
        };
        out.find_own(package, strings)?;
        Ok(out)
    }

    /// Looks for the sheet with the findings of an earlier run.
    fn find_own(
        &mut self,
        package: &mut Package<'_>,
        strings: Option<String>,
    ) -> Result<(), Refusal> {
        // programs that save the file put the mark among the strings that sheets share
        let shared =
            strings.as_deref().map_or(Ok(Vec::new()), |part| shared_strings(package, part))?;
        for (index, entry) in self.sheets.iter().enumerate() {
            if !package.has(&entry.part) {
                continue;
            }
            let xml = package.long(&entry.part)?;
            if shared.is_empty() && !xml.contains(FINDINGS_MARK) {
                continue;
            }
            let sheet = XlsxSheet::read(&xml, &entry.part)?;
            let column = sheet.first_column(&|at| shared.get(at).cloned());
            if column.first().is_some_and(|text| text.trim() == FINDINGS_MARK) {
                self.own = Some(index);
                self.before = (findings::looks(&column), texts::read(&column));
                return Ok(());
            }
        }
        Ok(())
    }

    /// Writes the style sheet and the sheet with the findings, which takes the place of an earlier
    /// one.
    fn finish(self, package: &mut Package<'_>, findings: String) -> Result<(), Refusal> {
        let styles = self.styles.finish()?;
        let folder = self.part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let within = |name: &str| {
            if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
        };
        match &self.styles_part {
            Some(part) => package.put(part, styles),
            None => {
                let part = package.free(&within("styles{}.xml"));
                package.put(&part, styles);
                package.declare(&part, STYLES_TYPE)?;
                package.relate(&self.part, self.base, "styles", &part)?;
            }
        }
        for part in self.charts.iter().filter(|part| package.has(part)).collect::<Vec<_>>() {
            let text = package.long(part)?;
            let mut edits = Edits::default();
            tabs::deselect(&text, part, &mut edits)?;
            if !edits.is_empty() {
                package.put_last(part, edits.apply(&text)?)?;
            }
        }
        let text = package.needed(&self.part)?;
        if let Some(own) = self.own.and_then(|own| self.sheets.get(own)) {
            package.put_last(&own.part, findings)?;
            package.put(&self.part, tabs::opened(&text, &self.part, &own.name)?);
            return Ok(());
        }
        let part = package.free(&within("worksheets/findings{}.xml"));
        package.put_last(&part, findings)?;
        package.declare(&part, SHEET_TYPE)?;
        let id = package.relate(&self.part, self.base, "worksheet", &part)?;
        let names = (1..).map(|number| {
            if number == 1 {
                findings::NAME.to_owned()
            } else {
                format!("{}{number}", findings::NAME)
            }
        });
        let name = names
            .into_iter()
            .find(|name| self.sheets.iter().all(|sheet| sheet.name != *name))
            .unwrap_or_default();
        // macros may count the sheets
        let is_first = package.find(|name| name.ends_with("vbaproject.bin")).is_none();
        let text = tabs::listed(&text, (&self.part, self.base), (&name, &id), is_first)?;
        package.put(&self.part, tabs::opened(&text, &self.part, &name)?);
        Ok(())
    }
}

/// Takes out what an earlier run has put on a sheet, and puts the new notes and marks on it.
fn patch(
    subject: &Subject<'_>,
    (package, styles, strings): (&mut Package<'_>, &mut Styles, &mut SharedTexts),
    &Sheet { index, entry, base, before }: &Sheet<'_>,
    work: &Work<'_>,
    (looks, texts): &mut (Looks, TextsBefore),
) -> Result<(), Refusal> {
    let relations = package.relations(&entry.part)?;
    let known = relations
        .iter()
        .find(|relation| relation.kind == "comments" && package.has(&relation.target));
    let is_own = |(name, _): &&(String, SheetAt)| *name == entry.name;
    let is_marked = before.0.keys().any(|at| is_own(&at)) || before.1.keys().any(|at| is_own(&at));
    if !package.has(&entry.part) {
        return Ok(());
    }
    let xml = package.long(&entry.part)?;
    let mut edits = Edits::default();
    tabs::deselect(&xml, &entry.part, &mut edits)?;
    if known.is_none() && !is_marked && work.notes.is_empty() && work.ticks.is_empty() {
        return if edits.is_empty() {
            Ok(())
        } else {
            package.put_last(&entry.part, edits.apply(&xml)?)
        };
    }
    let sheet = XlsxSheet::read(&xml, &entry.part)?;
    let mut changes: BTreeMap<SheetAt, usize> = BTreeMap::new();
    for ((_, cell), look) in before.0.iter().filter(|(at, _)| is_own(at)) {
        let now = sheet.style(*cell);
        // another tint is another person's
        if styles.is_tinted(now) {
            changes.insert(*cell, styles.untinted(now, look.style, &look.fill));
        }
    }
    let mut contents: BTreeMap<SheetAt, CellText> = BTreeMap::new();
    for ((_, cell), kept) in before.1.iter().filter(|(at, _)| is_own(at)) {
        if let Some(now) = strings.text(package, &sheet, *cell)? {
            let text = strings.before(package, now.clone(), kept, sheet.prefix())?;
            if text != now {
                contents.insert(*cell, text);
                changes.entry(*cell).or_insert_with(|| sheet.style(*cell));
            }
        }
    }
    for cell in work.cells().collect::<BTreeSet<SheetAt>>() {
        let style = changes.get(&cell).copied().unwrap_or_else(|| sheet.style(cell));
        let mut whole: Vec<RemarkTone> = Vec::new();
        let text = match contents.get(&cell) {
            Some(text) => Some(text.clone()),
            None => strings.text(package, &sheet, cell)?,
        };
        match text {
            None => whole.extend(work.said(cell).map(|(_, tone)| tone)),
            Some(text) => {
                let stretch = |span: Span| {
                    let document = &subject.audit.document;
                    let place = document.locator.place(span)?;
                    stretches(document, span).into_iter().find(|part| part.place == place)
                };
                let mut parts = Vec::new();
                for (span, tone) in work.said(cell) {
                    match span.and_then(stretch) {
                        Some(stretch) => parts.push((stretch, tone)),
                        None => whole.push(tone),
                    }
                }
                let (marked, are_marked) = text.marked(&parts, styles.font(style), sheet.prefix());
                let left = parts.iter().zip(&are_marked).filter(|(_, is_marked)| !**is_marked);
                whole.extend(left.map(|((_, tone), _)| *tone));
                if marked != text {
                    texts.insert((entry.name.clone(), cell), text);
                    contents.insert(cell, marked);
                    changes.insert(cell, style);
                }
            }
        }
        // of several the weightiest
        if let Some(tone) = whole.into_iter().max() {
            looks.insert(
                (entry.name.clone(), cell),
                Before { style, fill: styles.fill(style).to_owned() },
            );
            changes.insert(cell, styles.tinted(style, tone));
        }
    }
    sheet.restyle(&changes, &contents, &mut edits);

    if known.is_some() || !work.notes.is_empty() {
        put_notes((package, &relations), (&sheet, index, &entry.part, base), work, &mut edits)?;
    }
    if !edits.is_empty() {
        let text = edits.apply(&xml)?;
        if text != xml {
            package.put_last(&entry.part, text)?;
        }
    }
    Ok(())
}

/// Puts the notes on a sheet in place of those of an earlier run, with their boxes.
fn put_notes(
    (package, relations): (&mut Package<'_>, &[PartRelation]),
    (sheet, index, sheet_part, base): (&XlsxSheet<'_>, usize, &str, &str),
    work: &Work<'_>,
    edits: &mut Edits,
) -> Result<(), Refusal> {
    let known = relations
        .iter()
        .find(|relation| relation.kind == "comments" && package.has(&relation.target));
    let old = known
        .map_or(Ok(notes::NO_NOTES.to_owned()), |relation| package.needed(&relation.target))?;
    let (texts, boxes) = notes::texts(&old, &work.notes)?;
    let part =
        known.map_or_else(|| package.free("xl/comments{}.xml"), |relation| relation.target.clone());
    package.put_last(&part, texts)?;
    let drawing = sheet.notes_drawing().and_then(|id| {
        relations.iter().find(|relation| relation.id == id && package.has(&relation.target))
    });
    if !(boxes.gone.is_empty() && boxes.new.is_empty()) {
        let old = drawing
            .map_or(Ok(notes::NO_BOXES.to_owned()), |relation| package.needed(&relation.target))?;
        let boxes = notes::boxes(&old, &boxes, &work.notes, index)?;
        match drawing {
            Some(relation) => package.put_last(&relation.target, boxes)?,
            None => {
                let part = package.free("xl/drawings/vmlDrawing{}.vml");
                package.put_last(&part, boxes)?;
                package.declare_all("vml", BOXES_TYPE)?;
                let id = package.relate(sheet_part, base, "vmlDrawing", &part)?;
                sheet.refer(&id, base, edits);
            }
        }
    }
    if known.is_none() {
        package.declare(&part, NOTES_TYPE)?;
        package.relate(sheet_part, base, "comments", &part)?;
    }
    Ok(())
}

/// Texts that cells refer to by their number; none where our mark is not among them.
fn shared_strings(package: &mut Package<'_>, part: &str) -> Result<Vec<String>, Refusal> {
    let Some(xml) = package.text(part)?.filter(|xml| xml.contains(FINDINGS_MARK)) else {
        return Ok(Vec::new());
    };
    let tags = tags(&xml, part)?;
    let is_item = |at: &usize| {
        tags.get(*at).is_some_and(|tag| tag.opens() && tag.depth == 1 && tag.name() == "si")
    };
    Ok((0..tags.len()).filter(is_item).map(|at| text_of(&xml, &tags, at)).collect())
}
