//! Files are read below the root module and the module of the call, nowhere else.

use camino::Utf8Path;

use super::rendered;
use crate::{
    Memory, Value,
    terraform::functions::{CallContext, Remembered, call},
};

#[track_caller]
fn check_all(rows: &[(&str, &[&str], &str)]) {
    let mut files = Memory::default();
    files.add("repo/root/a.txt", "a");
    files.add("repo/root/data/b.json", "{}");
    files.add("repo/root/data/deep/c.json", "{}");
    files.add("repo/root/binary", [0xff]);
    files.add("repo/modules/m/script.sh", "#!");
    files.add("repo/secret", "s");
    let span = crate::terraform::testing::written();
    let remembered = Remembered::default();
    let context = CallContext {
        span,
        files: &files,
        readable: &[Utf8Path::new("repo/root/../modules/m")],
        root_folder: Utf8Path::new("repo/root"),
        remembered: &remembered,
    };
    for (name, arguments, expected) in rows {
        let arguments: Vec<Value> =
            arguments.iter().map(|text| Value::string(*text, span)).collect();
        let result = call(name, &arguments, &context).expect("there is such a function");
        assert_eq!(rendered(&result), *expected, "{name} {arguments:?}");
    }
}

#[test]
fn files_are_read_from_the_root_module() {
    check_all(&[
        ("file", &["a.txt"], "\"a\""),
        ("file", &["./data/../a.txt"], "\"a\""),
        ("file", &["missing"], "error"),
        ("file", &["binary"], "error"),
        ("filebase64", &["binary"], "\"/w==\""),
        ("filemd5", &["a.txt"], "\"0cc175b9c0f1b6a831c399e269772661\""),
        ("fileexists", &["a.txt"], "true"),
        ("fileexists", &["data"], "error"),
        ("fileexists", &["b.txt"], "false"),
        ("file", &["../modules/m/script.sh"], "\"#!\""),
    ]);
}

#[test]
fn other_files_are_outside_of_the_code() {
    check_all(&[
        ("file", &["../secret"], "unknown"),
        ("file", &["/etc/passwd"], "unknown"),
        ("file", &["~/.ssh/id_rsa.pub"], "unknown"),
        ("file", &["../../../etc/passwd"], "unknown"),
        ("fileexists", &["../secret"], "unknown"),
    ]);
}

#[test]
fn sets_of_files_are_those_that_match_a_pattern() {
    check_all(&[
        ("fileset", &[".", "*.txt"], "toset([\"a.txt\"])"),
        ("fileset", &["data", "**/*.json"], "toset([\"b.json\", \"deep/c.json\"])"),
        ("fileset", &["data", "*.json"], "toset([\"b.json\"])"),
        ("fileset", &[".", "{a,b}.t?t"], "toset([\"a.txt\"])"),
        ("fileset", &["data", "**"], "toset([\"b.json\", \"deep/c.json\"])"),
        ("fileset", &["missing", "*"], "toset([])"),
        ("fileset", &[".", "[a"], "error"),
    ]);
}

#[test]
fn only_the_end_of_an_absolute_path_is_told() {
    check_all(&[
        ("abspath", &["../x"], "\"${?}/repo/x\""),
        ("abspath", &["/a/../b"], "\"/b\""),
        ("pathexpand", &["~/x"], "unknown"),
    ]);
}

#[test]
fn what_only_a_deployment_can_compute_is_unknown() {
    check_all(&[
        ("timestamp", &[], "unknown"),
        ("uuid", &[], "unknown"),
        ("bcrypt", &["x"], "unknown"),
        ("base64gzip", &["x"], "unknown"),
    ]);
}
