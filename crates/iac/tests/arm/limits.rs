//! Any bytes in.

use camino::Utf8PathBuf;
use nexthop_iac::{Memory, Request, load};

const TEXT: &str = r#"{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
"languageVersion": "2.0", "parameters": {"p": {"type": "array", "defaultValue": [1, 2]}},
"functions": [{"namespace": "n", "members": {"f": {"parameters": [{"name": "x"}], "output": {"value": "[parameters('x')]"}}}}],
"variables": {"v": "[map(parameters('p'), lambda('x', add(lambdaVariables('x'), 1)))]", "copy": [{"name": "w", "count": 2, "input": "[copyIndex('w')]"}]},
"resources": {"a": {"copy": {"name": "a", "count": "[length(variables('v'))]"}, "type": "Microsoft.Network/virtualNetworks/subnets",
"name": "[format('{0}/{1}', n.f('h'), copyIndex())]", "properties": {"x": "[reference(format('m[{0}]', 0)).outputs.o.value]"}},
"m": {"copy": {"name": "m", "count": 1}, "type": "Microsoft.Resources/deployments", "name": "m",
"properties": {"templateLink": {"uri": "[uri(deployment().properties.templateLink.uri, 'x.json')]"}}}}}"#;

fn read(bytes: Vec<u8>) {
    let mut files = Memory::default();
    files.add("root/main.json", bytes.clone());
    files.add("root/x.json", TEXT);
    files.add("root/export.json", [b"[\"/subscriptions/\",", &*bytes].concat());
    files.add("root/main.snapshot.json", [b"{\"predictedResources\": [", &*bytes, b"]}"].concat());
    files.add("root/main.parameters.json", bytes);
    let workspace =
        load(&files, &Request { paths: vec![Utf8PathBuf::from("root")], ..Request::default() });
    for project in &workspace.projects {
        for diagnostic in &project.diagnostics {
            assert!(
                diagnostic.span.end as usize
                    <= workspace.sources.file_text(diagnostic.span.file).len()
            );
        }
    }
}

#[test]
fn a_template_may_end_anywhere() {
    for end in (0..TEXT.len()).step_by(7) {
        read(TEXT.as_bytes()[..end].to_vec());
    }
}

#[test]
fn any_byte_may_be_another_one() {
    for (at, other) in (0..TEXT.len()).step_by(5).zip(b"[](){}'\",.\\\x00\xff0a ".iter().cycle()) {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes[at] = *other;
        read(bytes);
    }
}

#[test]
fn a_link_that_is_made_of_itself_over_and_over_ends() {
    let names: Vec<String> = (0..40)
        .map(|at| {
            format!(
                "\"v{at}\": \"[concat(variables('v{n}'), variables('v{n}'))]\"",
                n = (at + 1) % 40
            )
        })
        .collect();
    let link = "\"templateLink\": {\"uri\": \"[concat(variables('v0'), 'x.json')]\"}";
    let text = format!(
        "{{\"$schema\": \"deploymentTemplate.json\", \"variables\": {{{}}}, \"resources\": \
         [{{\"type\": \"Microsoft.Resources/deployments\", \"name\": \"d\", \"properties\": {{{link}}}}}]}}",
        names.join(", ")
    );
    read(text.into_bytes());
}
