//! Files whose content is part of the code.

use nexthop_iac::{Request, load};

use super::{check, compare, files, loaded, only};

#[test]
fn json_yaml_and_text_are_taken_in() {
    let workspace = loaded(
        r#"
var json = loadJsonContent('data/subnets.json')
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: {
    first: json.subnets[0].prefix
    selected: loadJsonContent('data/subnets.json', '$.subnets[1].name')
    yaml: loadYamlContent('data/rules.yaml').rules
    text: loadTextContent('data/note.txt')
    encoded: loadFileAsBase64('data/note.txt')
    gone: loadTextContent('data/gone.txt')
    outside: loadTextContent('../../etc/passwd')
  }
}
--- data/subnets.json
{
  // comments are fine
  "subnets": [{ "name": "a", "prefix": "10.0.0.0/24" }, { "name": "b" }]
}
--- data/rules.yaml
rules:
  - &first { port: 443, open: true }
  - name: "two"
  - *first
--- data/note.txt
hello
"#,
        &["root/main.bicep"],
    );
    let [project] = &workspace.projects[..] else { panic!("one root") };
    assert!(project.diagnostics.is_empty(), "{:?}", project.diagnostics);
    compare(
        project,
        r#"
        x.name = "x"
        x.properties.encoded = "aGVsbG8K"
        x.properties.first = "10.0.0.0/24"
        x.properties.gone = ~ the file data/gone.txt is not here
        x.properties.outside = ~ the file ../../etc/passwd is not here
        x.properties.selected = "b"
        x.properties.text = "hello\n"
        x.properties.yaml[0].open = true
        x.properties.yaml[0].port = 443
        x.properties.yaml[1].name = "two"
        x.properties.yaml[2].open = true
        x.properties.yaml[2].port = 443
        "#,
    );
}

#[test]
fn aliases_that_multiply_are_refused() {
    let levels = (1..20).map(|level| {
        let aliases = vec![format!("*a{}", level - 1); 8].join(", ");
        format!("a{level}: &a{level} [{aliases}]\n")
    });
    let yaml = format!("a0: &a0 [x]\n{}", levels.collect::<String>());
    let text = format!(
        "resource x 'Microsoft.Test/tests@2024-01-01' = {{\n  name: 'x'\n  properties: {{ yaml: loadYamlContent('a.yaml') }}\n}}\n--- a.yaml\n{yaml}"
    );
    check(
        &text,
        r#"
        x.name = "x"
        x.properties.yaml = ~ the file a.yaml cannot be read
        "#,
    );
}

#[test]
fn values_of_a_file_have_their_places_in_it() {
    let workspace = loaded(
        r#"
var json = loadJsonContent('a.json')
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: json.name
  properties: { yaml: loadYamlContent('a.yaml').prefixes[1] }
}
--- a.json
{
  "name": "hub"
}
--- a.yaml
prefixes:
  - 10.0.0.0/16
  - '10.1.0.0/16'
"#,
        &["root/main.bicep"],
    );
    let resource = &only(&workspace).resources[0];
    let place = |value: Option<&nexthop_iac::Value>| {
        let span = value.expect("it is there").span;
        let location = workspace.sources.location(span);
        format!("{}:{} {}", location.path, location.start.line, workspace.sources.text(span))
    };
    assert_eq!(place(resource.body.get("name")), "root/a.json:2 \"hub\"");
    let yaml = resource.body.get("properties").and_then(|properties| properties.get("yaml"));
    assert_eq!(place(yaml), "root/a.yaml:3 '10.1.0.0/16'");
}

#[test]
fn nothing_above_what_was_searched_is_taken_in() {
    let mut files = nexthop_iac::Memory::default();
    files.add("above.txt", "above");
    files.add("root/beside.txt", "beside");
    files.add(
        "root/main.bicep",
        "
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: loadTextContent('beside.txt')
  properties: { above: loadTextContent('../above.txt') }
}
",
    );
    let paths = vec!["root".into()];
    let workspace = load(&files, &Request { paths, ..Request::default() });
    compare(
        only(&workspace),
        r#"
        x.name = "beside"
        x.properties.above = ~ the file ../above.txt is not here
        "#,
    );
}

#[test]
fn a_path_may_be_put_together_of_variables() {
    check(
        r"
var folder = 'data'
var file = '${folder}/note.txt'
var loop = '${loop}x'
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: {
    whole: loadTextContent(file)
    part: loadTextContent('${folder}/note.txt')
    endless: loadTextContent(loop)
  }
}
--- data/note.txt
hello
",
        r#"
        x.name = "x"
        x.properties.endless = ~ the path of a file that is loaded is written out
        x.properties.part = "hello\n"
        x.properties.whole = "hello\n"
        "#,
    );
}

#[test]
fn text_has_an_encoding() {
    let mut files = files(
        "
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: {
    latin: loadTextContent('latin.txt', 'iso-8859-1')
    little: loadTextContent('little.txt', 'utf-16')
    big: loadTextContent('big.txt', 'utf-16BE')
    ascii: loadTextContent('latin.txt', 'us-ascii')
    odd: loadTextContent('latin.txt', 'utf-16')
  }
}
",
    );
    files.add("root/latin.txt", b"caf\xe9".as_slice());
    files.add("root/little.txt", b"\xff\xfeh\x00\xe9\x00".as_slice());
    files.add("root/big.txt", b"\x00h\x00\xe9".as_slice());
    let paths = vec!["root/main.bicep".into()];
    compare(
        only(&load(&files, &Request { paths, ..Request::default() })),
        r#"
        x.name = "x"
        x.properties.ascii = ~ the encoding of latin.txt is not read
        x.properties.big = "hé"
        x.properties.latin = "café"
        x.properties.little = "hé"
        x.properties.odd = "慣\u{e966}"
        "#,
    );
}
