//! What was wrong with an import's rows: as a list, and as a file to mend and import again.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use shuke_base::{Code, Fault, FieldFault, Uuid};

use crate::App;
use crate::context::Ctx;
use crate::import::doc::RowFault;
use crate::import::faults::Writer;
use crate::import::job::local_file;
use crate::import::read;
use crate::records::history::page_size;

/// Faults read at a time for the file.
const CHUNK: usize = 1_000;

impl App {
    /// A page of an import's faults, in the order of the file.
    ///
    /// # Errors
    /// [`Code::NotFound`], or what is wrong with the request.
    pub async fn import_faults(
        &self,
        ctx: &Ctx,
        id: Uuid,
        limit: Option<usize>,
        cursor: Option<&str>,
    ) -> Result<Json, Fault> {
        let limit = page_size(limit, 100)?;
        let bad = |_| Fault::invalid(vec![FieldFault::property("cursor", Code::InvalidCursor)]);
        let after = cursor.map(str::parse::<i64>).transpose().map_err(bad)?.unwrap_or(0);
        self.import_of(ctx, id).await?;
        let mut conn = self.store.read().await?;
        let (total, _) = conn.count_import_faults(id).await?;
        let mut found = conn.import_faults(id, after, limit + 1).await?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|fault| fault.seq.to_string());
        let mut items = Vec::with_capacity(found.len());
        for fault in &found {
            let Ok(told) = serde_json::from_str::<RowFault>(&fault.doc) else { continue };
            items.push(json!({
                "row": fault.line, "column": told.column, "field": told.field, "value": told.value,
                "code": told.fault.code, "message": told.fault.message(ctx.locale),
            }));
        }
        Ok(json!({"items": items, "next_cursor": next, "total": total}))
    }

    /// The bad rows as csv with their reasons, to mend and import again.
    ///
    /// # Errors
    /// [`Code::NotFound`], or a file that can't be read any more.
    pub async fn import_faults_csv(&self, ctx: &Ctx, id: Uuid) -> Result<Vec<u8>, Fault> {
        let (import, doc) = self.import_of(ctx, id).await?;
        let mut reasons: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let mut after = 0;
        loop {
            let found = self.store.read().await?.import_faults(id, after, CHUNK).await?;
            let Some(last) = found.last().map(|fault| fault.seq) else { break };
            after = last;
            for fault in found {
                if let Ok(told) = serde_json::from_str::<RowFault>(&fault.doc) {
                    let line = u32::try_from(fault.line).unwrap_or(0);
                    reasons.entry(line).or_default().push(told.fault.message(ctx.locale).to_owned());
                }
            }
        }
        let file = local_file(self, id).await?;
        let locale = ctx.locale;
        let made = tokio::task::spawn_blocking(move || -> Result<Vec<u8>, Fault> {
            let failed = |error: std::io::Error| {
                tracing::error!(%error, "the file of bad rows can't be written");
                Fault::new(Code::Internal)
            };
            let place = (doc.header_row, doc.sheet.as_deref(), doc.columns.len());
            let sheet = read::again(&file.path, &import.file_name, place)?;
            let mut writer = Writer::new(Vec::new(), &sheet.headers, locale).map_err(failed)?;
            for row in sheet.rows()? {
                let row = row?;
                if let Some(reasons) = reasons.get(&row.number) {
                    let cells: Vec<String> = row.cells.iter().map(|cell| cell.text().into_owned()).collect();
                    writer.row(row.number, &cells, reasons).map_err(failed)?;
                }
            }
            writer.finish().map_err(failed)
        });
        made.await.map_err(|_| Fault::new(Code::Internal))?
    }
}
