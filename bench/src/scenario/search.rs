//! Search over all objects: what is typed while somebody looks for a lead.

use std::time::Instant;

use crate::fixture::Fixture;
use crate::load;
use crate::raw::Raw;
use crate::report::Report;
use crate::scenario::{Stopwatch, leads};
use crate::server::Server;
use crate::wire::get;

/// Kinds of questions: a name, a part of a company's name, syllables, initials, a part of a phone, a slip, a word that
/// nearly every record has.
const TYPED: [(&str, &[&str]); 7] = [
    ("search: a name", &["张伟", "王芳", "李娜", "刘洋"]),
    ("search: words", &["科技", "杭州 科技", "贸易有限", "软件"]),
    ("search: 拼音", &["zhangwei", "wangfang", "keji", "liuy"]),
    ("search: initials", &["zw", "wf", "hzkj", "ln"]),
    ("search: a part of a phone", &["1380", "0012", "9999", "13812"]),
    ("search: a slip of the finger", &["zhangwie", "wnagfang", "exmaple", "liuyagn"]),
    ("search: what all have", &["公司", "有限公司", "com", "a"]),
];

pub(super) async fn run(fixture: &Fixture, requests: usize, report: &mut Report) -> anyhow::Result<()> {
    let server = Server::start(fixture).await?;
    let mut raw = Raw::open(fixture).await?;
    // The library's part: five records by id, which any answer has to read.
    let ids = leads(&mut raw, requests * 5).await?;
    let mut watch = Stopwatch::start()?;
    for five in ids.chunks(5) {
        let began = Instant::now();
        for id in five {
            std::hint::black_box(raw.read(*id).await?);
        }
        watch.lap(began);
    }
    let library = watch.stop()?;
    for (name, typed) in TYPED {
        let asked = || -> Vec<Vec<u8>> {
            (0..requests)
                .map(|at| {
                    let q: String =
                        typed[at % typed.len()].bytes().map(|byte| format!("%{byte:02X}")).collect();
                    get(&format!("/api/v1/search?q={q}"), &fixture.token)
                })
                .collect()
        };
        report.pair(name, &load::run(&server, 1, asked()).await?, Some(&library));
    }
    Ok(())
}
