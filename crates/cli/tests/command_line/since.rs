//! `--since`: only what got worse against a revision of git.

use std::{fs, path::Path, process};

use crate::{
    fixes::{copy_text, folder, text},
    nexthop,
};

const HUB: &str =
    include_str!("../../../rules/src/checks/coexist_vpn_asn_not_65515/fires/minimal.tf");

pub(super) fn git(folder: &Path, arguments: &str) {
    let run = process::Command::new("git")
        .args(["-c", "user.name=test", "-c", "user.email=test@example.com"])
        .args(arguments.split(' '))
        .current_dir(folder)
        .output()
        .expect("git runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// A repository in which the hub with one finding is committed.
pub(super) fn repository(name: &str) -> std::path::PathBuf {
    let folder = folder(name);
    copy_text(&folder, "infra/main.tf", HUB);
    git(&folder, "init --quiet");
    git(&folder, "add .");
    git(&folder, "commit --quiet --message one");
    folder
}

fn since(folder: &Path, arguments: &str) -> (Option<i32>, String, String) {
    let arguments = format!(
        "check --format concise --select coexist-vpn-asn-not-65515,syntax-error {arguments}"
    );
    let run = nexthop(&arguments).current_dir(folder).output().expect("it runs");
    let text = |bytes| String::from_utf8(bytes).expect("it is text");
    (run.status.code(), text(run.stdout), text(run.stderr))
}

#[test]
fn what_was_there_is_not_told_however_lines_move() {
    let folder = repository("since_moved");
    let code = format!("# one\n\n# two\n\n{}", text(&folder, "infra/main.tf"));
    copy_text(&folder, "infra/main.tf", &code);
    assert_eq!(since(&folder, "--since HEAD").0, Some(0));
    assert_eq!(since(&folder, "--since HEAD infra").0, Some(0));
    assert_eq!(since(&folder.join("infra"), "--since HEAD .").0, Some(0));
    assert_eq!(since(&folder, "").0, Some(1));
}

#[test]
fn what_is_new_or_worse_is_told() {
    let folder = repository("since_worse");
    // With clients the same finding is an error and no warning any more.
    let clients = "  vpn_client_configuration {\n    address_space = [\"172.16.0.0/24\"]\n  }\n\n  bgp_settings";
    copy_text(&folder, "infra/main.tf", &HUB.replace("  bgp_settings", clients));
    let (code, said, _) = since(&folder, "--since HEAD");
    assert_eq!(code, Some(1));
    assert!(said.contains("error[coexist-vpn-asn-not-65515]"), "{said}");
    // A second root did not exist.
    copy_text(&folder, "infra/main.tf", HUB);
    copy_text(&folder, "second/main.tf", HUB);
    let (code, said, _) = since(&folder, "--since HEAD");
    assert_eq!((code, said.lines().count()), (Some(1), 1), "{said}");
    assert!(said.starts_with("second/main.tf"), "{said}");
}

#[test]
fn what_is_gone_is_counted() {
    let folder = repository("since_gone");
    copy_text(&folder, "infra/main.tf", &HUB.replace("65010", "65515"));
    let (code, _, remarks) = since(&folder, "--since HEAD");
    assert_eq!(code, Some(0));
    assert!(remarks.contains("1 finding of HEAD not found any more"), "{remarks}");
}

#[test]
fn what_is_no_revision_is_an_error() {
    let folder = repository("since_nothing");
    let (code, said, why) = since(&folder, "--since nowhere");
    assert_eq!((code, &*said), (Some(2), ""));
    assert!(why.contains("there is no revision `nowhere`"), "{why}");
    assert_eq!(since(&folder, "--since=--output=x").0, Some(2));
    fs::remove_dir_all(folder.join(".git")).expect("it is ours");
}
