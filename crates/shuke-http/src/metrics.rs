//! What operators count: requests by route and status, how long they took, and the memory of the process, as
//! Prometheus text.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::{Method, StatusCode};

/// Upper bounds of the duration buckets, in seconds.
const BOUNDS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

#[derive(Debug, Default, Clone)]
struct Durations {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

#[derive(Debug, Default)]
struct Counted {
    /// By route, method and status.
    requests: BTreeMap<(String, String, u16), u64>,
    /// By route.
    durations: BTreeMap<String, Durations>,
}

/// The counters of one process.
#[derive(Debug, Default)]
pub(crate) struct Metrics(Mutex<Counted>);

impl Metrics {
    /// Counts an answer. `route` is the pattern of the path, never the path itself.
    pub(crate) fn answered(&self, route: &str, method: &Method, status: StatusCode, took: Duration) {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A method is whatever the client writes; only those that routes have are told apart.
        let method = match *method {
            Method::GET | Method::POST | Method::PATCH | Method::DELETE | Method::HEAD => method.as_str(),
            _ => "other",
        };
        let key = (route.to_owned(), method.to_owned(), status.as_u16());
        *counted.requests.entry(key).or_default() += 1;
        let durations = counted.durations.entry(route.to_owned()).or_default();
        let seconds = took.as_secs_f64();
        durations.count += 1;
        durations.seconds += seconds;
        for (bucket, bound) in durations.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(seconds <= bound);
        }
    }

    /// The text; whether files can be read and kept is told from outside.
    pub(crate) fn text(&self, files_up: bool) -> String {
        let mut text = String::new();
        // Writing into a text can't fail.
        let _ = self.write(&mut text);
        let _ = writeln!(
            text,
            "# HELP shuke_file_store_up Whether the place of the files answers.\n\
             # TYPE shuke_file_store_up gauge\nshuke_file_store_up {}",
            u8::from(files_up)
        );
        text
    }

    fn write(&self, to: &mut String) -> std::fmt::Result {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(
            to,
            "# HELP shuke_http_requests_total Answers given.\n# TYPE shuke_http_requests_total counter"
        )?;
        for ((route, method, status), count) in &counted.requests {
            writeln!(
                to,
                r#"shuke_http_requests_total{{route="{route}",method="{method}",status="{status}"}} {count}"#
            )?;
        }
        writeln!(to, "# HELP shuke_http_request_seconds Time until the answer.")?;
        writeln!(to, "# TYPE shuke_http_request_seconds histogram")?;
        for (route, durations) in &counted.durations {
            for (bound, count) in BOUNDS.iter().zip(durations.buckets) {
                writeln!(to, r#"shuke_http_request_seconds_bucket{{route="{route}",le="{bound}"}} {count}"#)?;
            }
            let Durations { count, seconds, .. } = durations;
            writeln!(to, r#"shuke_http_request_seconds_bucket{{route="{route}",le="+Inf"}} {count}"#)?;
            writeln!(to, r#"shuke_http_request_seconds_sum{{route="{route}"}} {seconds}"#)?;
            writeln!(to, r#"shuke_http_request_seconds_count{{route="{route}"}} {count}"#)?;
        }
        if let Some(bytes) = resident() {
            writeln!(to, "# HELP process_resident_memory_bytes Memory in use.")?;
            writeln!(
                to,
                "# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {bytes}"
            )?;
        }
        Ok(())
    }
}

/// Memory of this process, where the system tells (Linux).
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_counted_in_every_bucket_above_its_time() {
        let metrics = Metrics::default();
        metrics.answered("/x", &Method::GET, StatusCode::OK, Duration::from_millis(3));
        let text = metrics.text(true);
        assert!(
            text.contains(r#"shuke_http_requests_total{route="/x",method="GET",status="200"} 1"#),
            "{text}"
        );
        assert!(text.contains(r#"_bucket{route="/x",le="0.0025"} 0"#), "{text}");
        assert!(text.contains(r#"_bucket{route="/x",le="0.005"} 1"#), "{text}");
        assert!(text.contains(r#"_bucket{route="/x",le="+Inf"} 1"#), "{text}");
    }
}
