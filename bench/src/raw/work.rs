//! The pieces of work that are measured, done with the library alone.

use anyhow::Context;
use chrono::{DateTime, Utc};
use shuke_meta::FieldDef;
use uuid::Uuid;

use crate::raw::{Bind, Raw, json};

/// A lead as the measurements write it.
#[derive(Debug, Clone)]
pub(crate) struct NewLead {
    pub(crate) id: Uuid,
    pub(crate) name: String,
    pub(crate) company: String,
    pub(crate) mobile: String,
    pub(crate) at: DateTime<Utc>,
}

/// The columns that [`NewLead`] fills.
const LEAD: &str = "id, c_name, c_company, c_mobile, c_status, c_source, c_number, owner, owner_department, created_at, \
                    created_by, updated_at, updated_by, version";
const CHANGE: &str = "id, object, record_id, at, by_user, via, kind, version, diff";
const AUDIT: &str = "seq, day, at, actor, action, object, record_id, detail, hash";

fn columns(alias: &str, fields: &[&FieldDef]) -> String {
    let names = fields.iter().flat_map(|field| field.columns());
    names.map(|column| format!("{alias}.{}", column.name)).collect::<Vec<_>>().join(", ")
}

/// `($1, $2), ($3, $4)` for so many rows of so many columns.
fn places(rows: usize, width: usize) -> String {
    let row = |row: usize| {
        let places: Vec<String> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
        format!("({})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

impl Raw {
    /// A page of fifty leads of one owner in one stage, newest first, with the owner's name; answers the JSON.
    pub(crate) async fn list(&mut self, owner: Uuid, status: &str) -> anyhow::Result<Vec<u8>> {
        let lead = self.lead.clone();
        let shown = |name: &String| lead.field(name);
        let fields: Vec<&FieldDef> = lead
            .list_columns
            .iter()
            .filter_map(shown)
            .chain([lead.system("id"), lead.system("version")])
            .collect();
        let sql = format!(
            "SELECT {}, u.c_name FROM t_lead r LEFT JOIN t_user u ON u.id = r.owner WHERE r.deleted_at IS NULL \
             AND r.owner = $1 AND r.c_status = $2 ORDER BY r.created_at DESC, r.id DESC LIMIT 51",
            columns("r", &fields)
        );
        let rows = self.rows(&sql, vec![Bind::Id(owner), Bind::Text(status.to_owned())]).await?;
        let mut json = Vec::with_capacity(32 * 1024);
        json.extend_from_slice(b"{\"items\":[");
        for (at, row) in rows.iter().take(50).enumerate() {
            if at > 0 {
                json.push(b',');
            }
            json::record(&fields, row, true, &mut json)?;
        }
        json.extend_from_slice(b"]}");
        Ok(json)
    }

    /// How many such leads there are, counted to a thousand.
    pub(crate) async fn capped(&mut self, owner: Uuid, status: &str) -> anyhow::Result<i64> {
        let sql = "SELECT count(*) FROM (SELECT 1 FROM t_lead r WHERE r.deleted_at IS NULL AND r.owner = $1 \
                   AND r.c_status = $2 LIMIT 1000) c";
        let rows = self.rows(sql, vec![Bind::Id(owner), Bind::Text(status.to_owned())]).await?;
        Ok(rows.first().context("a count")?.int(0)?.unwrap_or_default())
    }

    /// One lead with all its fields; answers the JSON.
    pub(crate) async fn read(&mut self, id: Uuid) -> anyhow::Result<Vec<u8>> {
        let lead = self.lead.clone();
        let fields: Vec<&FieldDef> = lead.fields.iter().collect();
        let sql = format!(
            "SELECT {}, u.c_name FROM t_lead r LEFT JOIN t_user u ON u.id = r.owner WHERE r.id = $1",
            columns("r", &fields)
        );
        let rows = self.rows(&sql, vec![Bind::Id(id)]).await?;
        let mut json = Vec::with_capacity(4 * 1024);
        json::record(&fields, rows.first().context("a lead")?, true, &mut json)?;
        Ok(json)
    }

    /// Reads all leads in pieces, in the order of their ids, with the columns of the list, and writes each as JSON;
    /// answers how many they are.
    pub(crate) async fn walk(&mut self, piece: usize) -> anyhow::Result<usize> {
        let lead = self.lead.clone();
        let shown = lead.list_columns.iter().filter_map(|name| lead.field(name));
        let fields: Vec<&FieldDef> = shown.chain([lead.system("version")]).collect();
        let sql = format!(
            "SELECT {}, u.c_name, r.id FROM t_lead r LEFT JOIN t_user u ON u.id = r.owner \
             WHERE r.deleted_at IS NULL AND r.id > $1 ORDER BY r.id LIMIT {piece}",
            columns("r", &fields)
        );
        let last = fields.iter().map(|field| field.columns().len()).sum::<usize>() + 1;
        let (mut after, mut all) = (Uuid::nil(), 0);
        loop {
            let rows = self.rows(&sql, vec![Bind::Id(after)]).await?;
            let Some(end) = rows.last() else { return Ok(all) };
            after = end.id(last)?.context("an id")?;
            all += rows.len();
            let mut json = Vec::with_capacity(512 * piece);
            for row in &rows {
                json::record(&fields, row, true, &mut json)?;
            }
            std::hint::black_box(json);
        }
    }

    /// Leads by stage; answers the JSON.
    pub(crate) async fn by_status(&mut self) -> anyhow::Result<Vec<u8>> {
        let sql = "SELECT c_status, count(*) FROM t_lead WHERE deleted_at IS NULL GROUP BY c_status ORDER BY c_status";
        let mut groups = serde_json::Map::new();
        for row in self.rows(sql, Vec::new()).await? {
            groups.insert(row.text(0)?.unwrap_or_default().to_owned(), row.int(1)?.into());
        }
        Ok(serde_json::to_vec(&groups)?)
    }

    /// New leads with their history and audit entries, in one durable transaction; an event tells of them.
    pub(crate) async fn create(&mut self, leads: &[NewLead], owner: Uuid, seq: i64) -> anyhow::Result<()> {
        self.begin().await?;
        let at = leads.first().context("a lead")?.at;
        let (id, text, time) = (Bind::Id, |text: &str| Bind::Text(text.to_owned()), Bind::Time);
        let (mut rows, mut changes, mut audits) = (Vec::new(), Vec::new(), Vec::new());
        for (number, lead) in (0_i64..).zip(leads) {
            rows.extend([
                id(lead.id),
                text(&lead.name),
                text(&lead.company),
                text(&lead.mobile),
                text("new"),
                text("website"),
                Bind::Text(format!("RAW-{}", seq + number)),
                id(owner),
                id(owner),
                time(lead.at),
                id(owner),
                time(lead.at),
                id(owner),
                Bind::Int(1),
            ]);
            changes.extend([
                id(lead.id),
                text("lead"),
                id(lead.id),
                time(lead.at),
                id(owner),
                text("api"),
                text("created"),
            ]);
            changes.extend([Bind::Int(1), text("{}")]);
            let detail = format!(
                "{{\"name\":\"{}\",\"company\":\"{}\",\"mobile\":\"{}\"}}",
                lead.name, lead.company, lead.mobile
            );
            audits.extend([
                Bind::Int(seq + number),
                text("9999-01-01"),
                time(lead.at),
                id(owner),
                text("record.created"),
            ]);
            audits.extend([text("lead"), id(lead.id), Bind::Text(detail), Bind::Text("0".repeat(64))]);
        }
        let many = leads.len();
        self.run(&format!("INSERT INTO t_lead ({LEAD}) VALUES {}", places(many, 14)), rows).await?;
        self.run(&format!("INSERT INTO sys_change ({CHANGE}) VALUES {}", places(many, 9)), changes).await?;
        self.run(&format!("INSERT INTO sys_audit ({AUDIT}) VALUES {}", places(many, 9)), audits).await?;
        self.event(at, "created").await?;
        self.run("COMMIT", Vec::new()).await
    }

    /// Two fields of a lead, with history and audit entry, in one durable transaction.
    pub(crate) async fn update(
        &mut self,
        lead: Uuid,
        score: i64,
        owner: Uuid,
        seq: i64,
    ) -> anyhow::Result<()> {
        self.begin().await?;
        let at = DateTime::<Utc>::UNIX_EPOCH;
        let text = |text: &str| Bind::Text(text.to_owned());
        self.rows("SELECT c_score, c_source_detail, version FROM t_lead WHERE id = $1", vec![Bind::Id(lead)])
            .await?;
        let sql = "UPDATE t_lead SET c_score = $1, c_source_detail = $2, version = version + 1, updated_at = $3, \
                   updated_by = $4 WHERE id = $5";
        let detail = Bind::Text(format!("raw {score}"));
        self.run(sql, vec![Bind::Int(score), detail, Bind::Time(at), Bind::Id(owner), Bind::Id(lead)])
            .await?;
        let diff = format!("{{\"score\":[1,{score}],\"source_detail\":[null,\"raw {score}\"]}}");
        let change = Uuid::from_u128(u128::from(u64::MAX) + seq as u128);
        let mut binds = vec![Bind::Id(change), text("lead"), Bind::Id(lead), Bind::Time(at), Bind::Id(owner)];
        binds.extend([text("api"), text("changed"), Bind::Int(2), Bind::Text(diff.clone())]);
        self.run(&format!("INSERT INTO sys_change ({CHANGE}) VALUES {}", places(1, 9)), binds).await?;
        let mut binds =
            vec![Bind::Int(seq), text("9999-01-01"), Bind::Time(at), Bind::Id(owner), text("record.changed")];
        binds.extend([text("lead"), Bind::Id(lead), Bind::Text(diff), Bind::Text("0".repeat(64))]);
        self.run(&format!("INSERT INTO sys_audit ({AUDIT}) VALUES {}", places(1, 9)), binds).await?;
        self.event(at, "changed").await?;
        self.run("COMMIT", Vec::new()).await
    }

    async fn event(&mut self, at: DateTime<Utc>, kind: &str) -> anyhow::Result<()> {
        let payload = format!("{{\"by\":null,\"fields\":[],\"records\":[\"{}\"]}}", "x".repeat(160));
        let binds = vec![
            Bind::Time(at),
            Bind::Text("bench".to_owned()),
            Bind::Text(kind.to_owned()),
            Bind::Text(payload),
        ];
        self.run("INSERT INTO sys_event (at, object, kind, payload) VALUES ($1, $2, $3, $4)", binds).await
    }

    /// The number that the next audit entry would have.
    pub(crate) async fn next_audit(&mut self) -> anyhow::Result<i64> {
        let rows = self.rows("SELECT coalesce(max(seq), 0) + 1 FROM sys_audit", Vec::new()).await?;
        Ok(rows.first().context("a number")?.int(0)?.unwrap_or(1))
    }

    /// Takes out what the functions above wrote, so that the company is as the server left it.
    pub(crate) async fn clean(&mut self, first_audit: i64) -> anyhow::Result<()> {
        self.begin().await?;
        let from = || vec![Bind::Int(first_audit)];
        let made = "SELECT record_id FROM sys_audit WHERE seq >= $1 AND action = 'record.created'";
        self.run(&format!("DELETE FROM t_lead WHERE id IN ({made})"), from()).await?;
        let touched = "SELECT record_id FROM sys_audit WHERE seq >= $1";
        let limits = vec![Bind::Int(first_audit), Bind::Id(Uuid::from_u128(1 << 100))];
        let sql =
            format!("DELETE FROM sys_change WHERE record_id IN ({touched}) AND (id = record_id OR id < $2)");
        self.run(&sql, limits).await?;
        self.run("DELETE FROM sys_audit WHERE seq >= $1", from()).await?;
        self.run("DELETE FROM sys_event WHERE object = 'bench'", Vec::new()).await?;
        self.run("COMMIT", Vec::new()).await
    }
}
