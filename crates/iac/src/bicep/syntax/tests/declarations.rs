//! Declarations, of templates and of parameter files.

use super::{Dialect, check, file, parse, show};

#[test]
fn parameters_have_types_and_defaults() {
    check("param a string\nparam b int = 1\n", &["param a string", "param b int = 1"]);
    check("@secure()\n@sys.minLength(3)\nparam a string?\n", &["param a string?"]);
    check("param a 'x' | 'y' = 'x'", &["param a String | String = \"x\""]);
    check("param a {\n  b: string\n  *: int\n}[]?", &["param a array?"]);
    check(
        "param resource object\nparam type array",
        &["param resource object", "param type array"],
    );
    check("param a resource 'Microsoft.Network/virtualNetworks@2024-05-01'", &["param a other"]);
    check(
        "param a resourceInput<'Microsoft.Network/virtualNetworks@2024-05-01'>.tags = {}",
        &["param a other.tags = {}"],
    );
}

#[test]
fn types_are_read() {
    check("type a =\n  | 'x'\n  | 'y'\n", &["type a = String | String"]);
    check(
        "type a = { @description('x')\n  b: string, c: int? }",
        &["type a = {b: string, c: int?}"],
    );
    check("type a = [\n  string\n  int\n]", &["type a = array"]);
    check("type a = -1 | 2 | true | null", &["type a = Number | Number | Bool | Null"]);
    check("type a = b.c[*]\ntype d = b.*\n", &["type a = other", "type d = other"]);
    check("type a = (b | null)!", &["type a = b | Null!"]);
    check("@discriminator('kind')\ntype a = b | c", &["type a = b | c"]);
}

#[test]
fn resources_have_bodies_conditions_and_loops() {
    check("resource a 'b@c' = {\n  name: 'd'\n}", &["resource a \"b@c\" = {\"name\": \"d\"}"]);
    check("resource a 'b@c' existing = if (d) {}", &["resource a \"b@c\" existing = if d {}"]);
    check("resource a 'b@c' =\n  if (d) {}", &["resource a \"b@c\" = if d {}"]);
    check(
        "@batchSize(1)\nresource a 'b@c' = [for (d, i) in e: if (d.f) {\n  name: d.g\n}]",
        &["resource a \"b@c\" = for d, i in e: if d.f {\"name\": d.g}"],
    );
    check("resource a 'b@c' = [\n  for d in e: {}\n]", &["resource a \"b@c\" = for d in e: {}"]);
}

#[test]
fn resources_may_stand_in_resources() {
    check(
        "resource a 'b@c' = {\n  name: 'd'\n  resource: 1\n\n  @description('x')\n  resource e 'f' = if (g) {\n    name: 'h'\n  }\n}",
        &[
            "resource a \"b@c\" = {\"name\": \"d\", \"resource\": 1, resource e \"f\" = if g {\"name\": \"h\"}}",
        ],
    );
}

#[test]
fn modules_functions_and_outputs_are_read() {
    check(
        "module a './b.bicep' = [for c in d: {\n  name: c\n}]",
        &["module a \"./b.bicep\" = for c in d: {\"name\": c}"],
    );
    check("func a(b string, c int?) string =>\n  '${b}${c}'", &["func a(b, c) => <b c>"]);
    check(
        "output a string = b.id\n@secure()\noutput c resource = d\n",
        &["output a = b.id", "output c = d"],
    );
    check("var a string[] = ['b']\nvar type = 1", &["var a = [\"b\"]", "var type = 1"]);
    check("targetScope = 'subscription'", &["targetScope \"subscription\""]);
}

#[test]
fn imports_and_extensions_are_read() {
    check("import { a, b as c } from 'd.bicep'", &["import a as a, b as c from \"d.bicep\""]);
    check("import {\n  a\n  'b-c' as d\n} from 'e'", &["import a as a, b-c as d from \"e\""]);
    check("import * as a from 'b.bicep'", &["import * as a from \"b.bicep\""]);
    check(
        "extension a with { b: 'c' } as d\nextension 'br:e:1' as f",
        &["extension d", "extension f"],
    );
    check(
        "import 'kubernetes@1.0.0' as k8s\nprovider 'a@1' with {} as b",
        &["extension k8s", "extension b"],
    );
}

#[test]
fn what_deploys_nothing_is_read_and_left_out() {
    check("metadata a = { b: 1 }\nassert c = d == e\ntest f 'g.bicep' = {\n  params: {}\n}", &[]);
    check(
        "#disable-next-line BCP081 no-unused-vars\nvar a = 1 // b\n#disable-diagnostics BCP081\n/* c\n*/",
        &["var a = 1"],
    );
    check("\u{feff}var a = 1\r\nvar b = 2\r\n", &["var a = 1", "var b = 2"]);
}

#[test]
fn parameter_files_assign() {
    let text = "using './main.bicep' with {\n  mode: 'stack'\n}\nextends 'base.bicepparam'\nimport { a } from 'b.bicep'\nvar c = 1\nparam d = a + c\nextensionConfig k8s with {\n  e: 'f'\n}\n";
    let (statements, diagnostics) = parse(text, file(), Dialect::Parameters);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let shown: Vec<String> = statements.iter().map(show::statement).collect();
    let expected = [
        "using \"./main.bicep\"",
        "extends \"base.bicepparam\"",
        "import a as a from \"b.bicep\"",
        "var c = 1",
        "param d  = (a Add c)",
    ];
    assert_eq!(shown, expected);
    let (statements, diagnostics) = parse("using none", file(), Dialect::Parameters);
    assert!(diagnostics.is_empty());
    assert_eq!(show::statement(&statements[0]), "using none");
}

#[test]
fn a_parameter_file_declares_no_resource() {
    let (_, diagnostics) = parse("resource a 'b@c' = {}\n", file(), Dialect::Parameters);
    assert_eq!(diagnostics.len(), 1);
}
