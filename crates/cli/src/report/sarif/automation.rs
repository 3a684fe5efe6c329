//! Which run of which pipeline a log is of.

use serde::Serialize;

/// What stands for a pipeline where there is none. Advanced Security for Azure
/// DevOps wants every log to name a build, with -1 for one of no saved definition.
const NO_PIPELINE: &str = "nexthop";
const NO_DEFINITION: &str = "-1";
/// The version 5 UUID of `https://github.com/nexthop/nexthop#check`.
const NO_PHASE: &str = "e62fc217-2696-5ad5-b85d-edf4c24e1a97";

/// SARIF's `automationDetails`.
#[derive(Debug, Serialize)]
pub(crate) struct Automation {
    id: String,
    properties: Pipeline,
}

/// What Advanced Security for Azure DevOps wants to know.
#[derive(Debug, Serialize)]
struct Pipeline {
    #[serde(rename = "azuredevops/pipeline/build/buildDefinitionId")]
    definition_id: String,
    #[serde(rename = "azuredevops/pipeline/build/buildDefinitionName")]
    definition_name: String,
    #[serde(rename = "azuredevops/pipeline/build/phaseId")]
    phase_id: String,
    #[serde(rename = "azuredevops/pipeline/build/phaseName")]
    phase_name: String,
}

impl Automation {
    /// The pipeline of Azure DevOps that this process runs in, if it does.
    pub(crate) fn from_environment() -> Self {
        Self::from_variables(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
            .unwrap_or_else(Self::outside)
    }

    /// The same on every run, so that GitHub, which takes the id for the category
    /// of a log, finds the alerts of the last run again.
    fn outside() -> Self {
        Self {
            id: format!(
                "azuredevops/pipeline/build/{NO_PIPELINE}/{NO_PIPELINE}/{NO_DEFINITION}/{NO_PHASE}/local/0"
            ),
            properties: Pipeline {
                definition_id: NO_DEFINITION.to_owned(),
                definition_name: NO_PIPELINE.to_owned(),
                phase_id: NO_PHASE.to_owned(),
                phase_name: "check".to_owned(),
            },
        }
    }

    fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let definition_id = variable("SYSTEM_DEFINITIONID")?;
        let phase_name = variable("SYSTEM_PHASENAME")?;
        let phase_id = variable("SYSTEM_PHASEID").or_else(|| variable("SYSTEM_JOBID"))?;
        let collection = variable("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI")?;
        let organisation = collection.trim_end_matches('/').rsplit('/').next()?;
        let project =
            variable("SYSTEM_TEAMPROJECTID").or_else(|| variable("SYSTEM_TEAMPROJECT"))?;
        let branch = variable("BUILD_SOURCEBRANCH")?;
        let build = variable("BUILD_BUILDID")?;
        let place = [organisation, &project, &definition_id, &phase_id, &branch, &build].join("/");
        Some(Self {
            id: format!("azuredevops/pipeline/build/{place}"),
            properties: Pipeline {
                definition_name: variable("BUILD_DEFINITIONNAME")?,
                definition_id,
                phase_id,
                phase_name,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pipeline(name: &str) -> Option<String> {
        let value = match name {
            "SYSTEM_DEFINITIONID" => "7",
            "SYSTEM_PHASENAME" => "check",
            "SYSTEM_JOBID" => "12f1170f-54f2-53f3-20dd-22fc7dff55f9",
            "SYSTEM_TEAMFOUNDATIONCOLLECTIONURI" => "https://dev.azure.com/contoso/",
            "SYSTEM_TEAMPROJECT" => "network",
            "BUILD_SOURCEBRANCH" => "refs/heads/main",
            "BUILD_BUILDID" => "42",
            "BUILD_DEFINITIONNAME" => "network-ci",
            _ => return None,
        };
        Some(value.to_owned())
    }

    #[test]
    fn in_azure_pipelines_the_id_names_the_build() {
        let automation = Automation::from_variables(pipeline).expect("all is there");
        let id = "azuredevops/pipeline/build/contoso/network/7/\
                  12f1170f-54f2-53f3-20dd-22fc7dff55f9/refs/heads/main/42";
        assert_eq!(automation.id, id);
    }

    #[test]
    fn elsewhere_there_is_no_build() {
        assert!(Automation::from_variables(|_| None).is_none());
    }
}
