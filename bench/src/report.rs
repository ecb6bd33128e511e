//! Tables of what was measured.

use std::time::Duration;

use crate::load::Times;

/// What was measured, in the order of the measuring.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pairs: Vec<[String; 9]>,
    facts: Vec<[String; 3]>,
}

const PAIR: [&str; 9] =
    ["scenario", "p50", "p95", "p99", "library p50", "ratio", "CPU each", "library CPU", "per second"];
const FACT: [&str; 3] = ["fact", "measured", "goal"];

/// Milliseconds with two or three digits that count.
pub(crate) fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1_000.0;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.0} ms") }
}

pub(crate) fn mb(bytes: u64) -> String {
    format!("{:.0} MB", bytes as f64 / 1e6)
}

/// Progress, beside the tables.
pub(crate) fn say(text: &str) {
    eprintln!("{text}");
}

impl Report {
    /// The server's times beside the library's for the same work; without the library's, when there are none.
    pub(crate) fn pair(&mut self, name: &str, server: &Times, library: Option<&Times>) {
        let ratio = |library: &Times| {
            let ratio = server.percentile(50).as_secs_f64() / library.percentile(50).as_secs_f64().max(1e-9);
            format!("{ratio:.1} ×")
        };
        let none = String::new;
        self.pairs.push([
            name.to_owned(),
            ms(server.percentile(50)),
            ms(server.percentile(95)),
            ms(server.percentile(99)),
            library.map_or_else(none, |it| ms(it.percentile(50))),
            library.map_or_else(none, ratio),
            ms(server.cpu_each()),
            library.map_or_else(none, |it| ms(it.cpu_each())),
            format!("{:.0}", server.per_second()),
        ]);
        say(&format!("{name}: {}", ms(server.percentile(50))));
    }

    /// A single figure and what it should be.
    pub(crate) fn fact(&mut self, name: &str, measured: String, goal: &str) {
        say(&format!("{name}: {measured}"));
        self.facts.push([name.to_owned(), measured, goal.to_owned()]);
    }

    pub(crate) fn print(&self, markdown: bool) {
        table(&PAIR, &self.pairs, markdown);
        table(&FACT, &self.facts, markdown);
    }
}

#[allow(clippy::print_stdout, reason = "the tables are what the program is for")]
fn table<const N: usize>(head: &[&str; N], rows: &[[String; N]], markdown: bool) {
    if rows.is_empty() {
        return;
    }
    let head = head.map(str::to_owned);
    let width =
        |at: usize| rows.iter().chain([&head]).map(|row| row[at].chars().count()).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    let edge = if markdown { "| " } else { "" };
    let line = |row: &[String; N]| {
        let cells: Vec<String> = row
            .iter()
            .zip(widths)
            .enumerate()
            .map(
                |(at, (cell, width))| {
                    if at == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
                },
            )
            .collect();
        println!(
            "{edge}{}{}",
            cells.join(if markdown { " | " } else { "   " }),
            edge.trim_start_matches("| ")
        );
    };
    println!();
    line(&head);
    if markdown {
        println!("|{}", "---|".repeat(N));
    }
    rows.iter().for_each(line);
}
