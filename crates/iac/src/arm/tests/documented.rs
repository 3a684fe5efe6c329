//! Every function that Microsoft documents for templates and for Bicep:
//! <https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions>,
//! <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions>, and
//! those that the compiler declares besides. What takes in files (`loadTextContent`) and
//! `nameof` are Bicep's own and evaluated there.

use super::evaluated_all;
use crate::Why;

const DOCUMENTED: &str = "
array concat contains createArray empty first indexFromEnd indexOf intersection last
lastIndexOf length max min range skip take tryGet tryIndexFromEnd union distinct flatten
parseCidr cidrSubnet cidrHost coalesce equals greater greaterOrEquals less lessOrEquals
dateTimeAdd dateTimeFromEpoch dateTimeToEpoch utcNow deployment deployer environment
parameters variables filter groupBy map mapValues reduce sort toObject and bool false if
not or true add copyIndex div float int mod mul sub createObject items json null
objectKeys shallowMerge extensionResourceId getSecret listAccountSas listKeys
listSecrets managementGroupResourceId pickZones providers reference references
resourceId resourceInfo roleDefinitions subscriptionResourceId target tenantResourceId
toLogicalZone toLogicalZones toPhysicalZone toPhysicalZones managementGroup
resourceGroup subscription tenant base64 base64ToJson base64ToString buildUri dataUri
dataUriToString endsWith fail format guid join like newGuid padLeft parseUri replace
split startsWith string substring toLower toUpper trim uniqueString uri uriComponent
uriComponentToString any externalInput loadDirectoryFileInfo readCliArg readEnvVar
";

#[test]
fn every_documented_function_is_one() {
    let calls: Vec<String> =
        DOCUMENTED.split_whitespace().map(|name| format!("{name}()")).collect();
    let calls: Vec<&str> = calls.iter().map(String::as_str).collect();
    for (call, value) in calls.iter().zip(evaluated_all(&calls)) {
        if let Some(Why::Failed(why)) = value.why() {
            assert!(!why.contains("there is no function"), "{call}: {why}");
        }
    }
    let none = evaluated_all(&["nothing()"]);
    assert_eq!(none[0].why(), Some(Why::Failed("there is no function `nothing`".to_owned())));
}
