//! Serving: the first start, the next one, two at once, and a clean stop.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::program::{command, run};

/// A program that serves, until it is dropped.
struct Server {
    child: Child,
    said: Vec<String>,
    address: String,
}

impl Server {
    /// Starts it on a free port; waits until it says where it is and answers there.
    fn start(data: &Path, args: &[&str]) -> Self {
        let mut child = command(data)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines().map(Result::unwrap);
        let first = lines.next().expect("a line with the address");
        let address = first.rsplit_once("http://").expect("an address").1.to_owned();
        let (send, receive) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.for_each(|line| drop(send.send(line))));
        let mut server = Self { child, said: vec![first], address };
        let until = Instant::now() + Duration::from_secs(20);
        while !server.get("/readyz").contains(" 200 ") {
            assert!(Instant::now() < until, "it never became ready");
            std::thread::sleep(Duration::from_millis(30));
        }
        server.said.extend(receive.try_iter());
        server
    }

    /// What it answers, head and body.
    fn get(&self, path: &str) -> String {
        let Ok(mut stream) = TcpStream::connect(&self.address) else { return String::new() };
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks it to stop; answers its exit code.
    fn stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()));
        self.child.wait().expect("it ends").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, after a stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_start_makes_a_company_and_prints_a_password_once() {
    let folder = tempfile::tempdir().unwrap();
    let first = Server::start(folder.path(), &[]);
    let said = first.said.join("\n");
    assert!(said.contains("Administrator admin, first password "), "{said}");
    assert!(first.get("/api/v1/info").contains("我的公司"));
    assert!(first.get("/api/v1/records/lead").contains(" 401 "));

    let other = run(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    other.refused(1, "another shuke serve has");
    let taken = run(tempfile::tempdir().unwrap().path(), &["serve", "--listen", &first.address]);
    taken.refused(1, "in use");
    let looked = run(folder.path(), &["doctor"]).fine();
    assert!(looked.out.contains("the audit chain holds"), "while it serves: {looked:?}");
    assert_eq!(first.stop(), Some(0));

    let second = Server::start(folder.path(), &[]);
    assert!(!second.said.join("\n").contains("password"), "{:?}", second.said);
    assert_eq!(second.stop(), Some(0));
}

#[test]
fn a_sample_company_prints_its_sign_ins_each_time() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..2 {
        let server = Server::start(folder.path(), &["--sample", "small"]);
        let said = server.said.join("\n");
        assert!(said.contains("shuke-sample-2026"), "{said}");
        for login in ["admin", "linyuan", "wangjie", "luwen"] {
            assert!(said.contains(login), "{said}");
        }
        assert_eq!(server.stop(), Some(0));
    }
}

#[test]
fn an_import_goes_through_the_server_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &[]);
    let file = folder.path().join("l.csv");
    std::fs::write(&file, "姓名,手机\n张伟,13800000001\n王芳,13800000002\n").unwrap();
    let done = run(folder.path(), &["import", "lead", &file.display().to_string()]).fine();
    assert!(done.out.starts_with("2 rows: 2 new"), "{done:?}");
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn a_worker_does_not_listen() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = command(folder.path())
        .args(["serve", "--role", "worker"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.contains("Shuke") && !first.contains("http"), "{first}");
    let asked = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    assert!(asked.is_ok_and(|status| status.success()));
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
