//! A file is taken in and looked at; what is proposed for it can be asked for again, for another sheet or without a heading.

use std::path::Path;

use serde_json::{Map, Value as Json, json};
use shuke_base::{Code, Fault, Text, Uuid};
use shuke_meta::FieldKind;
use shuke_store::system::Import;

use super::PROPOSED;
use super::guess::{self, Guess};
use super::known;
use super::look::{self, Looked, Part};
use super::make::plans;
use super::names::{self, Words};
use super::preview;
use super::tally::Tally;
use crate::App;
use crate::context::Ctx;
use crate::import::columns::Matcher;
use crate::import::doc::{ColumnDoc, ImportDoc};
use crate::input::Input;

/// Colours of options, in turn.
const COLORS: [&str; 7] = ["brand", "ok", "warn", "violet", "info", "bad", "grey"];

fn labels(text: &Text) -> Json {
    json!({"zh-CN": text.zh, "en": text.en})
}

/// What a column of the file is, as it is proposed.
type Column = (String, Tally, Guess);

fn column(
    ctx: &Ctx,
    at: usize,
    (header, tally, guess): &Column,
    feeds: &str,
    (label, name): (Text, String),
) -> Json {
    let options: Vec<Json> = guess
        .options
        .iter()
        .enumerate()
        .map(|(at, option)| {
            let label = json!({(ctx.locale.tag()): option});
            json!({"name": format!("option_{}", at + 1), "labels": label, "color": COLORS[at % COLORS.len()]})
        })
        .collect();
    let kind = if feeds == "title" { FieldKind::Text } else { guess.kind };
    let mut samples: Vec<String> = Vec::new();
    for cell in &tally.cells {
        let text: String = cell.text().trim().chars().take(60).collect();
        if !text.is_empty() && !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == 3 {
            break;
        }
    }
    json!({
        "index": at, "header": header, "feeds": feeds, "name": name, "labels": labels(&label), "kind": kind.name(),
        "scale": guess.scale.filter(|_| kind == guess.kind), "target": guess.target, "max_length": guess.max_length,
        "options": if kind == guess.kind { options } else { Vec::new() },
        "required": false, "unique": guess.unique, "filled": tally.filled, "unlike": tally.unlike,
        "samples": samples, "values": guess::values(tally), "reason": guess.reason.get(ctx.locale),
        "notes": guess.notes.iter().map(|note| note.get(ctx.locale)).collect::<Vec<_>>(),
    })
}

/// The properties of a column that are sent back.
fn sent(column: &Json) -> Json {
    let mut map = column.as_object().cloned().unwrap_or_default();
    for told in ["header", "filled", "unlike", "samples", "values", "reason", "notes"] {
        map.remove(told);
    }
    Json::Object(map)
}

/// An object that the file's columns already fit.
fn similar(ctx: &Ctx, label: &Text, headers: &[String]) -> Option<Json> {
    let fits =
        ctx.company.schema.objects().filter(|object| object.group != "admin" && object.nav.is_some()).map(
            |object| {
                let guessed = Matcher::new(object).guess(headers, crate::import::columns::importable);
                let known = guessed.iter().flatten().count();
                let same = !label.is_empty()
                    && (object.label.zh == label.zh && !label.zh.is_empty()
                        || object.label.en == label.en && !label.en.is_empty());
                (known, same, object)
            },
        );
    let best = fits
        .filter(|(known, same, _)| *known * 3 >= headers.len() * 2 && *known >= 3 || *same && *known >= 2);
    let (known, _, object) =
        best.max_by_key(|(known, same, object)| (*same, *known, std::cmp::Reverse(object.name.clone())))?;
    Some(json!({"object": object.name, "plural": object.plural.get(ctx.locale), "known": known}))
}

/// The whole proposal, from what stands in the file.
async fn proposal(app: &App, ctx: &Ctx, import: &Import, looked: Looked) -> Result<Json, Fault> {
    let Looked { sheet, rows, tallies, first } = looked;
    let schema = &ctx.company.schema;
    let (label, plural, name) = names::of_object(&import.file_name, sheet.name.as_deref(), schema);
    let headers = sheet.headers.clone();
    let zone = ctx.zone();
    let guessed = tokio::task::spawn_blocking(move || {
        let one = |(header, tally): (String, Tally)| {
            let guess = guess::column(&header, &tally, zone);
            (header, tally, guess)
        };
        headers.into_iter().zip(tallies).map(one).collect::<Vec<Column>>()
    });
    let mut columns = guessed.await.map_err(|_| Fault::new(Code::Internal))?;
    let called = label.get(ctx.locale).to_owned();
    let scored = columns.iter().enumerate().filter_map(|(at, (header, tally, guess))| {
        Some((guess::title_score(header, &called, at, tally, guess)?, at))
    });
    let title = scored.max().map(|(_, at)| at);
    known::refer(&mut app.store.read().await?, ctx, &mut columns, title).await?;
    let owner = columns.iter().enumerate().position(|(at, (header, _, guess))| {
        Some(at) != title && guess.kind == FieldKind::User && guess::names_a_person(header)
    });
    let words = Words::of(schema);
    let mut taken = Vec::new();
    let mut shown = Vec::with_capacity(columns.len());
    for (at, whole) in columns.iter().enumerate() {
        let (header, tally, guess) = whole;
        let nameless = header.starts_with('(') && header.ends_with(')') && tally.filled == 0;
        if nameless {
            continue;
        }
        let feeds = match at {
            _ if Some(at) == title => "title",
            _ if Some(at) == owner => "owner",
            _ if guess.empty => "nothing",
            _ => "field",
        };
        shown.push(column(ctx, at, whole, feeds, names::of_column(header, &words, &mut taken)));
    }
    let back = json!({"columns": shown.iter().map(sent).collect::<Vec<_>>()});
    let none = Map::new();
    let plans = plans(&mut Input::new(back.as_object().unwrap_or(&none), &["columns"]));
    let missing =
        columns.iter().any(|(_, _, guess)| guess.kind == FieldKind::Reference && !guess.notes.is_empty());
    Ok(json!({
        "id": import.id, "file_name": import.file_name, "encoding": sheet.encoding, "sheet": sheet.name,
        "sheets": sheet.names, "header": sheet.header_row > 0, "header_row": sheet.header_row, "rows_total": rows,
        "name": name, "labels": labels(&label), "plurals": labels(&plural), "owned": true,
        "similar": similar(ctx, &label, &sheet.headers),
        "columns": shown, "create_references": missing, "preview": preview::view(ctx, &plans, &first),
    }))
}

impl App {
    /// Takes a file in and proposes an object for it.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], or what is wrong with the file.
    pub async fn propose_object(
        &self,
        ctx: &Ctx,
        file_name: &str,
        path: &Path,
        options: &Map<String, Json>,
    ) -> Result<Json, Fault> {
        ctx.admin()?;
        let mut input = Input::new(options, &["sheet", "header"]);
        let part = preview::part(&mut input);
        crate::define::write::refuse(input.finish())?;
        let (path_, name) = (path.to_owned(), file_name.to_owned());
        let reading = tokio::task::spawn_blocking(move || look::whole(&path_, &name, &part));
        let looked = reading.await.map_err(|_| Fault::new(Code::Internal))??;
        let doc = doc_of(ctx, &looked);
        let import = self.take_in(ctx, (path, file_name), ("", PROPOSED), &doc, looked.rows).await?;
        proposal(self, ctx, &import, looked).await
    }

    /// The proposal for a file that was taken in, perhaps for another of its sheets, or without a heading.
    ///
    /// # Errors
    /// [`Code::AdminOnly`], [`Code::NotFound`], [`Code::ImportState`] once the object was made, or what is wrong with
    /// the sheet.
    pub async fn object_proposal(
        &self,
        ctx: &Ctx,
        id: Uuid,
        sheet: Option<&str>,
        header: bool,
    ) -> Result<Json, Fault> {
        let (import, _) = self.proposal_of(ctx, id).await?;
        let part = Part { sheet: sheet.map(str::to_owned), header };
        let looked = look::with_file(self, &import, move |path, name| look::whole(path, name, &part)).await?;
        proposal(self, ctx, &import, looked).await
    }

    /// A file that waits for its object.
    pub(super) async fn proposal_of(&self, ctx: &Ctx, id: Uuid) -> Result<(Import, ImportDoc), Fault> {
        ctx.admin()?;
        let (import, doc) = self.import_of(ctx, id).await?;
        if import.state != PROPOSED {
            return Err(Fault::new(Code::ImportState).with("state", import.state));
        }
        Ok((import, doc))
    }
}

/// What the import keeps of the file.
pub(super) fn doc_of(ctx: &Ctx, looked: &Looked) -> ImportDoc {
    let sheet = &looked.sheet;
    let column = |(index, header): (usize, &String)| ColumnDoc {
        index,
        header: header.clone(),
        samples: sheet.samples(index, 3),
        field: None,
    };
    ImportDoc {
        locale: ctx.locale,
        columns: sheet.headers.iter().enumerate().map(column).collect(),
        encoding: sheet.encoding.to_owned(),
        header_row: sheet.header_row,
        sheet: sheet.name.clone(),
        sheets: sheet.names.clone(),
        ..ImportDoc::default()
    }
}
