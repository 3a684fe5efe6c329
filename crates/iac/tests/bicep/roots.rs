//! Which files are networks of their own.

use super::loaded;

fn roots(text: &str, paths: &[&str]) -> Vec<String> {
    let workspace = loaded(text, paths);
    let roots = workspace.projects.iter().map(|project| {
        let path = project.input.path.strip_prefix("root").unwrap_or(&project.input.path);
        format!("{} {}", project.input.kind.as_str(), path)
    });
    roots.collect()
}

const FILES: &str = "
module hub 'modules/hub.bicep' = {}
import { a } from 'shared.bicep'
--- modules/hub.bicep
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
}
--- shared.bicep
@export()
var a = 1
@export()
type b = string
--- other.bicep
param a string
output b string = a
--- circle/a.bicep
module b 'b.bicep' = {}
--- circle/b.bicep
module a 'a.bicep' = {}
--- main.json
{
  \"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\",
  \"metadata\": { \"_generator\": { \"name\": \"bicep\", \"version\": \"0.40.2\" } },
  \"resources\": []
}
";

#[test]
fn a_file_that_others_deploy_or_import_is_none() {
    assert_eq!(
        roots(FILES, &["root"]),
        ["bicep circle/a.bicep", "bicep main.bicep", "bicep other.bicep"]
    );
}

#[test]
fn a_file_that_is_asked_for_by_name_is_one() {
    assert_eq!(roots(FILES, &["root/modules/hub.bicep"]), ["bicep modules/hub.bicep"]);
    assert_eq!(
        roots(FILES, &["root/modules/hub.bicep", "root/main.bicep"]),
        ["bicep main.bicep", "bicep modules/hub.bicep"]
    );
}

#[test]
fn mistakes_and_suppressions_of_modules_belong_to_the_root() {
    let text = "
module a 'a.bicep' = {}
--- a.bicep
// nexthop: ignore[some-rule] as agreed
param b
";
    let workspace = loaded(text, &["root"]);
    let project = &workspace.projects[0];
    let told: Vec<_> =
        project.diagnostics.iter().map(|found| (found.code, &*found.message)).collect();
    assert_eq!(told, [("syntax-error", "expected a type, found the end of the line")]);
    assert_eq!(project.suppressions.len(), 1);
    assert_eq!(project.suppressions[0].rules, ["some-rule"]);
}

#[test]
fn a_file_that_is_not_text_is_read_as_far_as_it_is() {
    let mut files = nexthop_iac::Memory::default();
    files.add(
        "main.bicep",
        b"var a = '\xff'\nresource x 'Microsoft.Test/tests@2024-01-01' = {\n  name: 'x'\n}\n"
            .to_vec(),
    );
    let request = nexthop_iac::Request {
        paths: vec!["main.bicep".into()],
        ..nexthop_iac::Request::default()
    };
    let workspace = nexthop_iac::load(&files, &request);
    assert_eq!(workspace.projects[0].resources.len(), 1);
}

#[test]
fn a_template_in_json_that_bicep_deploys_is_none() {
    let json = "{\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\", \"resources\": []}";
    let text = format!("module a 'a.json' = {{}}\n--- a.json\n{json}\n--- b.json\n{json}\n");
    assert_eq!(roots(&text, &["root"]), ["arm b.json", "bicep main.bicep"]);
    assert_eq!(roots(&text, &["root/a.json"]), ["arm a.json"]);
}
