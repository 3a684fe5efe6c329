//! What the README shows is what is printed.

use std::{fs, path::Path};

use snapbox::{IntoData as _, assert_data_eq};

use crate::nexthop;

/// Runs every `console` block: a line `$ nexthop …`, then what it prints.
#[test]
fn commands_in_the_readme_print_what_it_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("there is a README");
    let overwrite = std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite");
    let mut rewritten = readme.clone();
    let blocks: Vec<&str> = readme
        .split("```console\n")
        .skip(1)
        .map(|rest| rest.split("```").next().expect("a split has a first part"))
        .collect();
    assert!(!blocks.is_empty(), "the README shows nothing");
    for block in blocks {
        let (command, expected) = block.split_once('\n').expect("a command is a line");
        let arguments = command.strip_prefix("$ nexthop ").expect("it is a command of ours");
        let output = nexthop(arguments).current_dir(&root).output().expect("it runs");
        let actual = String::from_utf8(output.stdout).expect("it is text");
        if overwrite {
            rewritten = rewritten.replace(block, &format!("{command}\n{}\n", actual.trim_end()));
        } else {
            assert_data_eq!(actual.trim_end(), expected.trim_end().into_data().raw());
        }
    }
    if overwrite {
        fs::write(root.join("README.md"), rewritten).expect("the README is writable");
    }
}
