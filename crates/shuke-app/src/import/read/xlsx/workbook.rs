//! What the workbook consists of: its visible worksheets, where texts and styles stand, when its days begin.

use quick_xml::events::Event;
use shuke_base::{Code, Fault};

use super::damaged;
use super::package::Package;
use super::xml::attribute;

/// Where the parts of the workbook are.
pub(super) struct Workbook {
    /// Names and parts of the visible worksheets, in the order of their tabs.
    pub(super) sheets: Vec<(String, String)>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    /// Days are counted from 1904.
    pub(super) from_1904: bool,
}

struct Relation {
    id: String,
    /// The last word of its type, such as `worksheet`.
    kind: String,
    target: String,
}

pub(super) fn read(package: &Package) -> Result<Workbook, Fault> {
    let root = relations(package, "")?;
    let Some(main) = root.into_iter().find(|relation| relation.kind == "officeDocument") else {
        return Err(Fault::new(Code::UnsupportedFile));
    };
    if !main.target.to_ascii_lowercase().ends_with(".xml") {
        // A binary workbook (xlsb).
        return Err(Fault::new(Code::UnsupportedFile));
    }
    let relations = relations(package, &main.target)?;
    let part = |kind: &str| {
        relations.iter().find(|relation| relation.kind == kind).map(|relation| relation.target.clone())
    };
    let mut workbook = Workbook {
        sheets: Vec::new(),
        strings: part("sharedStrings"),
        styles: part("styles"),
        from_1904: false,
    };
    let mut xml = package.needed(&main.target)?;
    let mut is_workbook = false;
    loop {
        match xml.next()? {
            Event::Start(start) => match start.local_name().as_ref() {
                "workbook" => is_workbook = true,
                // A text document or a presentation.
                _ if !is_workbook => return Err(Fault::new(Code::UnsupportedFile)),
                "workbookPr" => {
                    workbook.from_1904 =
                        matches!(attribute(&start, "date1904").as_deref(), Some("1" | "true"));
                }
                "sheet" => {
                    let hidden = attribute(&start, "state").is_some_and(|state| state != "visible");
                    let id = attribute(&start, "id");
                    let sheet = relations.iter().find(|relation| Some(&relation.id) == id.as_ref());
                    if let Some(sheet) = sheet.filter(|sheet| sheet.kind == "worksheet" && !hidden) {
                        let name = attribute(&start, "name").unwrap_or_default();
                        workbook.sheets.push((name, sheet.target.clone()));
                    }
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    if is_workbook { Ok(workbook) } else { Err(damaged(&main.target)) }
}

/// The relations of a part (of the package, for an empty name), their targets as names of parts.
fn relations(package: &Package, part: &str) -> Result<Vec<Relation>, Fault> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path =
        if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
    let mut xml = package.needed(&path)?;
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(start) if start.local_name().as_ref() == "Relationship" => {
                if attribute(&start, "TargetMode").is_some_and(|mode| mode == "External") {
                    continue;
                }
                let (Some(id), Some(kind), Some(target)) =
                    (attribute(&start, "Id"), attribute(&start, "Type"), attribute(&start, "Target"))
                else {
                    return Err(damaged(&path));
                };
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                relations.push(Relation { id, kind, target: resolve(folder, &target) });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// The name of the part that `target` means when it is written in a part of `folder`.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut steps: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}
