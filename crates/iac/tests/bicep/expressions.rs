//! Expressions, and what cannot be told.

use super::check;

/// Compares properties of one resource, each `name: expression`.
fn properties(declarations: &str, properties: &str, expected: &str) {
    let text = format!(
        "{declarations}\nresource x 'Microsoft.Test/tests@2024-01-01' = {{\n  name: 'x'\n  \
         properties: {{\n{properties}\n  }}\n}}\n"
    );
    let expected = expected.trim().lines().map(|line| format!("x.properties.{}\n", line.trim()));
    check(&text, &format!("x.name = \"x\"\n{}", expected.collect::<String>()));
}

#[test]
fn operators_are_those_of_microsofts_table() {
    properties(
        "var o = { a: { b: [1, 2, 3] }, n: null }",
        "
a: 7 / 2
b: 7 % 4 + 2 * 3
c: 'Abc' =~ 'aBC'
d: 'Abc' !~ 'aBC'
e: o.?missing.?b ?? 'fallback'
f: o.a.b[^1]
g: o['a'].b[?7]
h: 1 < 2 && !(2 <= 1) || o.n.x
i: o.n!
j: -3
k: true ? 'yes' : o.n.x
",
        r#"
a = 3
b = 9
c = true
d = false
e = "fallback"
f = 3
g = null
h = true
i = null
j = -3
k = "yes"
"#,
    );
}

#[test]
fn collections_may_be_spread_and_made_of_loops() {
    properties(
        "
var base = { a: 1, b: 2 }
var list = [for (n, i) in [10, 20]: { n: n, i: i }]
",
        "
o: { ...base, b: 3, ...(true ? { c: 4 } : {}) }
l: [0, ...map(list, item => item.n), 99]
f: filter([1, 2, 3], n => n > 1)
r: reduce([1, 2, 3], 0, (sum, n) => sum + n)
t: toObject(list, item => 'k${item.i}', item => item.n)
s: sys.toUpper('a')
z: az.subscription().id
any: any(base).a
name: nameof(base.b)
",
        r#"
any = 1
f[0] = 2
f[1] = 3
l[0] = 0
l[1] = 10
l[2] = 20
l[3] = 99
name = "b"
o.a = 1
o.b = 3
o.c = 4
r = 6
s = "A"
t.k0 = 10
t.k1 = 20
z = ~"/subscriptions/{?}" subscription().subscriptionId is outside of this code
"#,
    );
}

#[test]
fn text_is_interpolated_and_may_span_lines() {
    properties(
        "var name = 'hub'",
        "
a: 'vnet-${name}-${1 + 1}'
b: '''
raw ${name}
'''
c: $'''
<${name}>'''
d: 'it\\'s \\${name}'
",
        r#"
a = "vnet-hub-2"
b = "raw ${name}\n"
c = "<hub>"
d = "it's ${name}"
"#,
    );
}

#[test]
fn functions_of_the_user_see_their_parameters() {
    properties(
        "
func join(a string, b string) string => '${a}-${suffix(b)}'
func suffix(name string) string => toLower(name)
var a = 'outer'
",
        "a: join('X', 'Y')\nb: map(['A', 'B'], a => join(a, a))",
        r#"
a = "X-y"
b[0] = "A-a"
b[1] = "B-b"
"#,
    );
}

#[test]
fn what_cannot_be_told_says_why() {
    properties(
        "
extension kubernetes as k8s
param given string
",
        "
b: 'x${given}'
c: k8s.config
d: resourceGroup().location
e: utcNow()
",
        r#"
b = ~"x{?}" given has no value
c = ~ k8s is an extension
d = ~ resourceGroup().location is outside of this code
e = ~ utcNow() cannot be computed offline
"#,
    );
}

#[test]
fn an_id_is_told_as_far_as_it_is_known() {
    check(
        "
param index int
resource vnets 'Microsoft.Network/virtualNetworks@2024-05-01' = [for name in ['a', 'b']: {
  name: name
}]
resource child 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  name: 'without-its-parent'
}
resource nested 'Microsoft.Resources/deployments@2022-09-01' = {
  name: 'nested'
  properties: { mode: 'Incremental', template: { resources: [] } }
}
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: {
    any: vnets[index].id
    child: child.id
    type: nested.type
    version: nested.apiVersion
    words: nameof({ 'server-name': 1 }['server-name'])
  }
}
",
        r#"
        child.name = "without-its-parent"
        vnets[0].name = "a"
        vnets[1].name = "b"
        x.name = "x"
        x.properties.any = ~"/subscriptions/{?}/resourceGroups/{?}/providers/Microsoft.Network/virtualNetworks/{?}" subscription().subscriptionId is outside of this code
        x.properties.child = ~ 1 names do not fit the type Microsoft.Network/virtualNetworks/subnets
        x.properties.type = "Microsoft.Resources/deployments"
        x.properties.version = "2022-09-01"
        x.properties.words = "server-name"
        "#,
    );
}

#[test]
fn a_name_in_a_name_is_taken_apart() {
    check(
        "
extension az
param service string
resource server 'Microsoft.Sql/servers@2023-08-01' = {
  name: service
}
resource database 'Microsoft.Sql/servers/databases@2023-08-01' = {
  name: '${server.name}/main'
}
resource policy 'Microsoft.Sql/servers/databases/policies@2023-08-01' = {
  name: '${database.name}/default'
  properties: { group: az.deployment().name }
}
",
        r#"
        database.name = "main"
        database.parent = ~server.id
        policy.name = "default"
        policy.parent = ~database.id
        policy.properties.group = ~ deployment().name is outside of this code
        server.name = ~ service has no value
        "#,
    );
}
