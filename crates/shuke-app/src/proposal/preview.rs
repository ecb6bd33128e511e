//! The first rows as they will look, and how many of the first thousand would be refused.

use std::path::Path;

use serde_json::{Map, Value as Json, json};
use shuke_base::{Fault, Uuid};
use shuke_meta::FieldDef;
use shuke_meta::parse::Cell;

use super::look::{self, Part, SHOWN};
use super::make::{Feeds, Plan, checked, plans};
use crate::App;
use crate::codec::Shown;
use crate::context::Ctx;
use crate::import::read::{RawCell, Row};
use crate::input::Input;
use crate::view::Names;

/// What a cell comes to: the value as callers see it, or what is wrong.
fn cell(ctx: &Ctx, names: &Names, field: &FieldDef, cell: &RawCell) -> Json {
    let text: String = cell.text().chars().take(200).collect();
    let named = |name: &str| json!({"id": null, "object": field.points_to(), "name": name});
    if cell.is_empty() {
        return json!({"text": text, "value": null, "fault": null});
    }
    let (value, fault) = match cell.value(field, ctx.zone()) {
        Ok(Cell::Value(value)) => (json!(Shown { field, value: &value, names }), None),
        Ok(Cell::Lookup(name)) => (named(&name), None),
        Ok(Cell::Lookups(names)) => (names.iter().map(|name| named(name)).collect(), None),
        Err(fault) => (Json::Null, Some(fault.message(ctx.locale))),
    };
    json!({"text": text, "value": value, "fault": fault})
}

/// The cell that feeds a column.
fn of<'a>(row: &'a Row, plan: &Plan) -> &'a RawCell {
    row.cells.get(plan.index).unwrap_or(&RawCell::Empty)
}

/// The first rows and the misfits of each column.
pub(super) fn view(ctx: &Ctx, plans: &[Plan], rows: &[Row]) -> Json {
    let used = || plans.iter().filter(|plan| plan.feeds != Feeds::Nothing);
    let names = Names::new(ctx);
    let shown = rows.iter().take(SHOWN).map(|row| {
        let cells: Map<String, Json> = used()
            .map(|plan| (plan.index.to_string(), cell(ctx, &names, &plan.field, of(row, plan))))
            .collect();
        json!({"row": row.number, "cells": cells})
    });
    let misfits = used().filter_map(|plan| {
        let mut first = None;
        let (mut bad, mut filled) = (0_u64, 0_u64);
        for row in rows {
            let cell = of(row, plan);
            if cell.is_empty() {
                if plan.field.required {
                    bad += 1;
                    first.get_or_insert_with(|| {
                        let fault = shuke_base::FieldFault::new(
                            &plan.field.name,
                            &plan.field.label,
                            shuke_base::Code::Required,
                        );
                        (row.number, fault.message(ctx.locale))
                    });
                }
                continue;
            }
            filled += 1;
            if let Err(fault) = cell.value(&plan.field, ctx.zone()) {
                bad += 1;
                first.get_or_insert_with(|| (row.number, fault.message(ctx.locale)));
            }
        }
        let (row, message) = first?;
        Some(json!({"index": plan.index, "bad": bad, "filled": filled, "row": row, "message": message}))
    });
    json!({"rows": shown.collect::<Vec<_>>(), "tried": rows.len(), "misfits": misfits.collect::<Vec<_>>()})
}

impl App {
    /// How the first rows of a proposal's file look with these columns, and what would be refused.
    ///
    /// # Errors
    /// [`shuke_base::Code::AdminOnly`], an unknown proposal, or what is wrong with the columns.
    pub async fn preview_proposal(
        &self,
        ctx: &Ctx,
        id: Uuid,
        given: &Map<String, Json>,
    ) -> Result<Json, Fault> {
        let (import, _) = self.proposal_of(ctx, id).await?;
        let mut input = Input::new(given, &["sheet", "header", "columns"]);
        let part = part(&mut input);
        let plans = plans(&mut input);
        let mut faults = input.finish();
        faults.extend(checked(&plans, &ctx.company.schema));
        crate::define::write::refuse(faults)?;
        let width = plans.iter().map(|plan| plan.index + 1).max().unwrap_or(0);
        let ctx = ctx.clone();
        let look =
            move |path: &Path, name: &str| Ok(view(&ctx, &plans, &look::top(path, name, &part, width)?));
        look::with_file(self, &import, look).await
    }
}

/// Which part of the file the caller means.
pub(super) fn part(input: &mut Input<'_>) -> Part {
    let sheet = input.raw("sheet").flatten().map(str::to_owned);
    Part { sheet, header: input.flag("header").flatten().unwrap_or(true) }
}
