//! Texts that nobody writes: they must neither crash nor hang.

use nexthop_iac::{Memory, Request, load};
use proptest::prelude::*;

const FIXTURE: &str = "
targetScope = 'subscription'
import { a as b } from 'main.bicep'
@export()
var a = [for (n, i) in range(0, 3): { n: n, ...cfg[?i], s: '${n}${cfg.?x ?? 'y'}' }]
param cfg object = loadJsonContent('x.json')
func f(x int, y string?) object => { x: x, y: y!, z: f(x, y) }
resource v 'Microsoft.Network/virtualNetworks@2024-05-01' = [for x in a: if (x.n != 1) {
  name: f(x.n, 'q').x
  properties: { subnets: map(a, (k, j) => { ...k, id: v[j].id }) }
  resource s 'subnets' = { name: 's', properties: { p: cidrSubnet('10.0.0.0/8', 24, x.i) } }
}]
module m 'main.bicep' = { scope: resourceGroup('g'), params: { cfg: m.outputs.o } }
output o object = m.outputs.o
type t = { a: t?, b: 'x' | 1, *: int[] }
";

/// Loads a text as template and as parameter file.
fn load_all(text: impl Into<Vec<u8>>) {
    let text = text.into();
    let mut files = Memory::default();
    for path in ["main.bicep", "main.bicepparam", "x.json", "bicepconfig.json"] {
        files.add(path, text.clone());
    }
    let request = Request { paths: vec!["".into()], ..Request::default() };
    let workspace = load(&files, &request);
    assert!(workspace.projects.len() <= 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        load_all(bytes);
    }

    #[test]
    fn any_change_of_a_file_is_read(
        at in 0..FIXTURE.len(),
        length in 0usize..40,
        with in "[\\PC\n'{}()\\[\\]$]{0,8}",
    ) {
        let mut bytes = FIXTURE.as_bytes().to_vec();
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, with.into_bytes());
        load_all(bytes);
    }
}

#[test]
fn what_depends_on_itself_ends() {
    load_all(FIXTURE);
    load_all(
        "var a = b\nvar b = a\nparam c string = c\nmodule m 'main.bicep' = { params: { c: m.outputs.x } }\n",
    );
    load_all(
        "func f(x int) int => f(x + 1)\nresource x 'a/b@1' = {\n  name: 'x'\n  properties: f(1)\n}\n",
    );
    load_all("using 'main.bicep'\nextends 'main.bicepparam'\nparam a = base.a\n");
}

#[test]
fn a_long_chain_of_modules_ends() {
    let mut files = Memory::default();
    for at in 0..500 {
        files.add(format!("m{at}.bicep"), format!("module next 'm{}.bicep' = {{}}\n", at + 1));
    }
    files.add("m500.bicep", "resource x 'a/b@1' = {\n  name: 'x'\n}\n");
    let workspace = load(&files, &Request { paths: vec!["m0.bicep".into()], ..Request::default() });
    assert_eq!(workspace.projects[0].unread_modules.len(), 1);
}

#[test]
fn modules_that_multiply_end() {
    let mut files = Memory::default();
    for at in 0..40 {
        let next = at + 1;
        let text = format!("module a 'm{next}.bicep' = {{}}\nmodule b 'm{next}.bicep' = {{}}\n");
        files.add(format!("m{at}.bicep"), text);
    }
    files.add("m40.bicep", "resource x 'a/b@1' = {\n  name: 'x'\n}\n");
    let workspace = load(&files, &Request { paths: vec!["m0.bicep".into()], ..Request::default() });
    let [told] = workspace.projects[0].diagnostics.as_slice() else {
        panic!("{:?}", workspace.projects[0].diagnostics);
    };
    assert!(told.message.starts_with("More is deployed"), "{}", told.message);
}
