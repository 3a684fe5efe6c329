//! What files take over from each other.

use super::check;

#[test]
fn values_and_functions_are_imported_by_name() {
    check(
        "
import { prefix, subnetName as naming } from 'shared.bicep'
import * as shared from 'shared.bicep'
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: naming('app')
  properties: { prefix: prefix, region: shared.region, name: shared.subnetName('db'), gone: shared.gone }
}
--- shared.bicep
import { octets } from 'more.bicep'
@export()
var prefix = '${octets}.0.0/16'
@export()
var region = toLower(local)
var local = 'WESTEUROPE'
@export()
func subnetName(name string) string => 'snet-${name}-${short(region)}'
func short(name string) string => substring(name, 0, 4)
--- more.bicep
@export()
var octets = '10.1'
",
        r#"
        x.name = "snet-app-west"
        x.properties.gone = ~ shared.bicep declares no gone
        x.properties.name = "snet-db-west"
        x.properties.prefix = "10.1.0.0/16"
        x.properties.region = "westeurope"
        "#,
    );
}

#[test]
fn a_name_of_an_imported_file_does_not_hide_one_of_ones_own() {
    check(
        "
import { both } from 'shared.bicep'
var name = 'mine'
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: name
  properties: { both: both }
}
--- shared.bicep
var name = 'theirs'
@export()
var both = 'of ${name}'
",
        r#"
        x.name = "mine"
        x.properties.both = "of theirs"
        "#,
    );
}

#[test]
fn types_are_followed_into_other_files() {
    check(
        "
import { optional, settings } from 'types.bicep'
import * as types from 'types.bicep'
param a optional
param b settings.inner
param c types.optional
param d types.required
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: 'x'
  properties: { a: a, b: b, c: c, d: d }
}
--- types.bicep
import { required } from 'more.bicep'
@export()
type optional = required?
@export()
type settings = {
  inner: optional
}
--- more.bicep
@export()
type required = string
",
        r#"
        x.name = "x"
        x.properties.a = null
        x.properties.b = null
        x.properties.c = null
        x.properties.d = ~ d has no value
        "#,
    );
}

#[test]
fn files_that_import_each_other_end() {
    check(
        "
import { a } from 'a.bicep'
import { loop } from 'a.bicep'
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: a
  properties: { loop: loop }
}
--- a.bicep
import { b, loop } from 'b.bicep'
@export()
var a = 'a${b}'
--- b.bicep
import { a, loop } from 'a.bicep'
@export()
var b = 'b'
",
        r#"
        x.name = "ab"
        x.properties.loop = ~ loop is imported in a circle
        "#,
    );
}

/// The template is what the compiler makes of a file with these exports.
#[test]
fn a_compiled_module_exports_values_functions_and_types() {
    check(
        "
import { prefix, octets as numbers, subnetName, regionType } from 'br/public:network/shared:1.0.0'
import * as shared from 'shared.json'
param region regionType
resource x 'Microsoft.Test/tests@2024-01-01' = {
  name: subnetName('app')
  properties: {
    prefix: prefix
    third: numbers[2]
    name: shared.subnetName('db')
    region: region ?? 'none'
    hidden: shared.hidden
    type: shared.regionType
  }
}
--- shared.json
{
  \"languageVersion\": \"2.0\",
  \"metadata\": {\"__bicep_exported_variables!\": [{\"name\": \"prefix\"}]},
  \"functions\": [{\"namespace\": \"__bicep\", \"members\": {
    \"subnetName\": {
      \"parameters\": [{\"type\": \"string\", \"name\": \"name\"}],
      \"output\": {\"type\": \"string\", \"value\": \"[format('other-{0}', parameters('name'))]\"},
      \"metadata\": {\"__bicep_export!\": true}}}}],
  \"variables\": {\"prefix\": \"x\", \"hidden\": \"y\"},
  \"resources\": {}
}
--- cache/br/mcr.microsoft.com/bicep$network$shared/1.0.0$/main.json
{
  \"languageVersion\": \"2.0\",
  \"metadata\": {\"__bicep_exported_variables!\": [{\"name\": \"prefix\"}, {\"name\": \"octets\"}]},
  \"definitions\": {\"regionType\": {
    \"type\": \"string\", \"nullable\": true, \"metadata\": {\"__bicep_export!\": true}}},
  \"functions\": [{\"namespace\": \"__bicep\", \"members\": {
    \"subnetName\": {
      \"parameters\": [{\"type\": \"string\", \"name\": \"name\"}],
      \"output\": {\"type\": \"string\", \"value\": \"[format('snet-{0}', __bicep.short(parameters('name')))]\"},
      \"metadata\": {\"__bicep_export!\": true}},
    \"short\": {
      \"parameters\": [{\"type\": \"string\", \"name\": \"text\"}],
      \"output\": {\"type\": \"string\", \"value\": \"[substring(parameters('text'), 0, 2)]\"}}}}],
  \"variables\": {
    \"copy\": [{\"name\": \"octets\", \"count\": 3, \"input\": \"[copyIndex('octets', 10)]\"}],
    \"prefix\": \"[format('{0}.1.0.0/16', variables('Octets')[0])]\"
  },
  \"resources\": {}
}
",
        r#"
        x.name = "snet-ap"
        x.properties.hidden = ~ shared.json exports no hidden
        x.properties.name = "other-db"
        x.properties.prefix = "10.1.0.0/16"
        x.properties.region = "none"
        x.properties.third = 12
        x.properties.type = ~ shared.json exports no regionType
        "#,
    );
}
