//! The look for duplicates that a form makes while a lead is typed.

use std::time::Instant;

use serde_json::json;

use crate::fixture::Fixture;
use crate::load;
use crate::raw::{Bind, Raw};
use crate::report::Report;
use crate::scenario::Stopwatch;
use crate::server::Server;
use crate::wire::send;

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let mut raw = Raw::open(fixture).await?;
    let sql = format!(
        "SELECT c_company, c_mobile FROM t_lead WHERE deleted_at IS NULL AND c_company IS NOT NULL \
         AND c_mobile IS NOT NULL ORDER BY random() LIMIT {requests}"
    );
    let mut typed = Vec::with_capacity(requests);
    for row in raw.rows(&sql, Vec::new()).await? {
        typed
            .push((row.text(0)?.unwrap_or_default().to_owned(), row.text(1)?.unwrap_or_default().to_owned()));
    }
    let asked = typed.iter().map(|(company, mobile)| {
        // The company with a slip, as people type it.
        let company: String = company.chars().skip(1).collect();
        let body = json!({"values": {"name": "测量", "company": company, "mobile": mobile}});
        send("POST", "/api/v1/records/lead/duplicates", &fixture.token, &body)
    });
    let server_times = load::run(&server, 1, asked.collect()).await?;
    // The library's part: whoever has the same phone or the same company, by the indexes of both columns.
    let sql = "SELECT id, c_name, c_company, c_mobile FROM t_lead WHERE deleted_at IS NULL AND c_mobile = $1 \
               UNION SELECT id, c_name, c_company, c_mobile FROM t_lead WHERE deleted_at IS NULL AND c_company = $2 \
               LIMIT 20";
    let mut watch = Stopwatch::start()?;
    for (company, mobile) in typed {
        let began = Instant::now();
        std::hint::black_box(raw.rows(sql, vec![Bind::Text(mobile), Bind::Text(company)]).await?);
        watch.lap(began);
    }
    report.pair("look for duplicates of what is typed", &server_times, Some(&watch.stop()?));
    Ok(())
}
