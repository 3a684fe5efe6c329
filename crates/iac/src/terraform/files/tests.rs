//! Roots, calls and variable files, found in files held in memory.

use super::*;
use crate::Memory;

fn load(files: &[(&str, &str)], paths: &[&str]) -> (Configuration, Sources) {
    let mut disk = Memory::default();
    for (path, text) in files {
        disk.add(*path, *text);
    }
    let paths = paths.iter().map(|path| Utf8PathBuf::from(*path)).collect();
    let mut sources = Sources::default();
    let request = Request { paths, ..Request::default() };
    let search = Search::new(&disk, &request);
    (read(&disk, &search, &request, &mut sources), sources)
}

fn roots(configuration: &Configuration) -> Vec<&str> {
    configuration.roots.iter().map(|root| root.folder.as_str()).collect()
}

fn module_in<'a>(configuration: &'a Configuration, folder: &str) -> &'a Module {
    configuration.modules.get(Utf8Path::new(folder)).expect("the folder has code")
}

fn attribute_texts<'a>(
    attributes: impl IntoIterator<Item = &'a Attribute>,
    sources: &'a Sources,
) -> Vec<&'a str> {
    attributes
        .into_iter()
        .map(|attribute| sources.text(attribute.name.span.to(attribute.value.span)))
        .collect()
}

const CALL: &str = "module \"m\" {\n  source = \"../modules/./m\"\n}\n";

#[test]
fn a_folder_that_another_one_calls_is_no_root() {
    let files = [
        ("live/a/main.tf", CALL),
        ("live/modules/m/main.tf", "module \"n\" {\n  source = \"./n\"\n}\n"),
        ("live/modules/m/n/main.tofu", ""),
        ("live/modules/unused/main.tf", ""),
        ("live/.terraform/modules/x/main.tf", ""),
        ("live/json/main.tf.json", "{}"),
    ];
    let (configuration, _) = load(&files, &["live"]);
    assert_eq!(roots(&configuration), ["live/a", "live/json", "live/modules/unused"]);
    let reached: Vec<_> = configuration
        .reached(&configuration.roots[0])
        .map(|module| module.folder.as_str())
        .collect();
    assert_eq!(reached, ["live/a", "live/modules/m", "live/modules/m/n"]);
}

#[test]
fn modules_above_the_path_are_read_and_are_no_roots() {
    let files = [("live/a/main.tf", CALL), ("live/modules/m/main.tf", "")];
    let (configuration, _) = load(&files, &["live/a"]);
    assert_eq!(roots(&configuration), ["live/a"]);
    let root = &configuration.roots[0];
    let folder = configuration.resolve(root, &root.folder, "m", "../modules/m");
    assert_eq!(folder.as_deref(), Some(Utf8Path::new("live/modules/m")));
    assert_eq!(configuration.resolve(root, &root.folder, "m", "../modules/none"), None);
}

#[test]
fn a_path_to_a_file_stands_for_its_folder() {
    let files = [("live/modules/m/main.tf", ""), ("live/a/main.tf", CALL)];
    let (configuration, _) = load(&files, &["live/modules/m/main.tf"]);
    assert_eq!(roots(&configuration), ["live/modules/m"]);
}

#[test]
fn the_working_directory_is_the_empty_path() {
    let (configuration, sources) = load(&[("main.tf", "locals {}")], &["."]);
    assert_eq!(roots(&configuration), [""]);
    assert_eq!(sources.path(module_in(&configuration, "").files[0]), "main.tf");
}

#[test]
fn fetched_modules_are_found_by_the_path_of_their_call() {
    let list = r#"{"Modules":[{"Key":"","Source":"","Dir":"."},
        {"Key":"hub.subnets","Source":"x/y/z","Dir":".terraform/modules/hub.subnets/sub"}]}"#;
    let files = [
        ("live/main.tf", ""),
        ("live/.terraform/modules/modules.json", list),
        ("live/.terraform/modules/hub.subnets/sub/main.tf", "locals {}\n"),
    ];
    let (configuration, _) = load(&files, &["live"]);
    assert_eq!(roots(&configuration), ["live"]);
    let root = &configuration.roots[0];
    let folder = configuration.resolve(root, "elsewhere".into(), "hub.subnets", "x/y/z");
    let module = module_in(&configuration, folder.expect("it is fetched").as_str());
    assert_eq!(module.bodies[0].blocks.len(), 1);
    assert_eq!(configuration.resolve(root, "elsewhere".into(), "subnets", "x/y/z"), None);
}

#[test]
fn a_tofu_file_replaces_the_tf_file_of_its_name() {
    let files = [
        ("live/a.tf", "x {}\n"),
        ("live/a.tf.json", "{}"),
        ("live/a.tofu", "y {}\n"),
        ("live/b.tf", "z {}\n"),
        ("live/b.tofu.json", "{}"),
        ("live/c.tf.json", "{}"),
        ("live/c.tofu.json", "{}"),
    ];
    let (configuration, sources) = load(&files, &["live"]);
    let module = module_in(&configuration, "live");
    let paths: Vec<_> = module.files.iter().map(|&file| sources.path(file)).collect();
    assert_eq!(
        paths,
        ["live/a.tf.json", "live/a.tofu", "live/b.tf", "live/b.tofu.json", "live/c.tofu.json"]
    );
}

#[test]
fn an_override_file_changes_what_it_names() {
    let main = "resource \"a\" \"b\" {\n  x = 1\n  y = 1\n  n {\n    p = 1\n  }\n  lifecycle {\n    s = 1\n  }\n}\nlocals {\n  l = 1\n}\n";
    let other = "resource \"a\" \"b\" {\n  y = 2\n  z = 2\n  dynamic \"n\" {\n  }\n  lifecycle {\n    t = 2\n  }\n}\nlocals {\n  l = 2\n  k = 2\n}\n";
    let files = [("live/a_override.tf", other), ("live/main.tf", main)];
    let (configuration, sources) = load(&files, &["live"]);
    let module = module_in(&configuration, "live");
    let [resource, locals] = module.bodies[0].blocks.as_slice() else { panic!("{module:?}") };
    let texts = |block: &Block| -> Vec<String> {
        let texts = attribute_texts(&block.body.attributes, &sources);
        texts.into_iter().map(str::to_owned).collect()
    };
    assert_eq!(texts(resource), ["x = 1", "y = 2", "z = 2"]);
    let nested: Vec<_> = resource.body.blocks.iter().map(|block| &*block.kind.text).collect();
    assert_eq!(nested, ["lifecycle", "dynamic"]);
    assert_eq!(texts(&resource.body.blocks[0]), ["s = 1", "t = 2"]);
    assert_eq!(texts(locals), ["l = 2"]);
    assert_eq!(texts(&module.bodies[1].blocks[0]), ["k = 2"]);
}

#[test]
fn variable_files_come_in_the_order_of_their_precedence() {
    let files = [
        ("live/main.tf", ""),
        ("live/z.auto.tfvars", "a = 4\n"),
        ("live/b.auto.tfvars.json", "{\"a\": 3}"),
        ("live/terraform.tfvars", "a = 1\nb {}\n"),
        ("live/terraform.tfvars.json", "{\"a\": [2, {\"c\": \"${d}\"}]}"),
        ("live/other.tfvars", "a = 9\n"),
        ("given.tfvars", "a = 5\n"),
    ];
    let mut disk = Memory::default();
    for (path, text) in files {
        disk.add(path, text);
    }
    let request = Request {
        paths: vec!["live".into()],
        var_files: vec!["given.tfvars".into(), "none.tfvars".into()],
        ..Request::default()
    };
    let mut sources = Sources::default();
    let search = Search::new(&disk, &request);
    let configuration = read(&disk, &search, &request, &mut sources);
    let root = &configuration.roots[0];
    let texts = attribute_texts(configuration.variables(root), &sources);
    assert_eq!(texts, ["a = 1", "\"a\": [2, {\"c\": \"${d}\"}]", "\"a\": 3", "a = 4", "a = 5"]);
    assert_eq!(configuration.variable_diagnostics(root).count(), 1);
    assert_eq!(configuration.unreadable[0].0, "none.tfvars");
}

#[test]
fn text_that_is_not_utf_8_is_read_as_far_as_it_goes() {
    let mut disk = Memory::default();
    disk.add("live/a.tf", b"# caf\xE9\nlocals {}\n".as_slice());
    disk.add("live/b.tf", b"\xFF\xFEl\0".as_slice());
    let mut sources = Sources::default();
    let request = Request { paths: vec!["live".into()], ..Request::default() };
    let search = Search::new(&disk, &request);
    let configuration = read(&disk, &search, &request, &mut sources);
    let module = module_in(&configuration, "live");
    assert_eq!(module.bodies[0].blocks.len(), 1);
    let messages: Vec<_> = module.diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(messages, ["This character is not UTF-8", "This file is UTF-16 and was not read"]);
    assert_eq!(module.diagnostics[0].span.start, 5);
}

#[test]
fn the_same_files_get_the_same_ids() {
    let files: Vec<_> = (0..40).map(|at| (format!("live/{at:02}/main.tf"), CALL)).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let (_, sources) = load(&files, &["live"]);
    let paths: Vec<_> = sources.files().map(|file| sources.path(file).as_str()).collect();
    let mut sorted = paths.clone();
    sorted.sort_unstable();
    assert_eq!(paths, sorted);
}

#[test]
fn a_comment_in_json_holds_for_the_block_it_is_in() {
    let text = "{\"resource\": {\"azurerm_x\": {\n\"x\": {\n\"//\": \"nexthop: ignore[a-rule] until June\",\n\"name\": 1}}}}";
    let (configuration, _) = load(&[("live/main.tf.json", text)], &["live"]);
    let found = &module_in(&configuration, "live").suppressions;
    let [suppression] = found.as_slice() else { panic!("there is one: {found:?}") };
    assert_eq!(suppression.rules, ["a-rule"]);
    assert_eq!(suppression.reason, "until June");
    assert_eq!(suppression.scope, Scope::Lines(2, 4));
}
