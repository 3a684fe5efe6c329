//! Which run of which pipeline a log is of.

use serde::Serialize;

/// The id by which code scanning tells this tool's logs from others.
const ID: &str = "nexthop/";

/// SARIF's `automationDetails`.
#[derive(Debug, Serialize)]
pub(crate) struct Automation {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Pipeline>,
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
            .unwrap_or_else(|| Self { id: ID.to_owned(), properties: None })
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
            properties: Some(Pipeline {
                definition_name: variable("BUILD_DEFINITIONNAME")?,
                definition_id,
                phase_id,
                phase_name,
            }),
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
