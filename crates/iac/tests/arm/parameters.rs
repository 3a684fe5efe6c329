//! Where the values of parameters come from.

use camino::Utf8PathBuf;
use nexthop_iac::{Request, load};

use super::files;

const TEXT: &str = r#"{{"parameters": {"a": {"type": "string", "defaultValue": "default"}, "list": {"type": "array"}, "secret": {"type": "securestring"}},
    "resources": [{"type": "Microsoft.Network/routeTables", "name": "t", "properties": {"a": "[parameters('a')]", "list": "[parameters('list')]", "secret": "[parameters('secret')]"}}]}
--- main.parameters.json
{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#",
 "parameters": {"A": {"value": "[beside]"}, "secret": {"reference": {"secretName": "s"}}, "other": {"value": 1}}}
--- given.json
{"parameters": {"a": {"value": "given"}}}
"#;

fn properties(parameter_files: &[&str], variables: &[(&str, &str)]) -> Vec<String> {
    let request = Request {
        paths: vec![Utf8PathBuf::from("root")],
        parameter_files: parameter_files.iter().map(|path| Utf8PathBuf::from(*path)).collect(),
        variables: variables.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect(),
        ..Request::default()
    };
    let workspace = load(&files(TEXT), &request);
    let [project] = &workspace.projects[..] else { panic!("one root") };
    let lines = super::rendered(project).into_iter();
    lines.filter_map(|line| Some(line.split_once("properties.")?.1.to_owned())).collect()
}

#[test]
fn a_file_beside_the_template_is_read_by_its_name() {
    let secret = "secret = ~ the secret that secret is read from is outside of this code";
    assert_eq!(properties(&[], &[]), ["a = \"[beside]\"", "list = ~ list has no value", secret]);
}

#[test]
fn a_file_that_is_named_is_read_instead() {
    let expected =
        ["a = \"given\"", "list = ~ list has no value", "secret = ~ secret has no value"];
    assert_eq!(properties(&["root/given.json"], &[]), expected);
}

#[test]
fn what_is_given_by_hand_is_what_the_parameter_takes() {
    let by_hand = [("a", "7"), ("list", "[1, \"x\"]"), ("secret", "s")];
    let expected = ["a = \"7\"", "list[0] = 1", "list[1] = \"x\"", "secret = \"s\""];
    assert_eq!(properties(&[], &by_hand), expected);
    let refused = properties(&[], &[("list", "nothing")]);
    assert_eq!(refused[1], "list = ~ \"nothing\" is not what this parameter takes");
}
