//! The files of a request, found once for all languages.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::{FileSystem, Request};

/// The files below the requested paths.
#[derive(Debug, Default)]
pub(crate) struct Search {
    /// By requested path, in the order of the request.
    pub paths: Vec<Searched>,
    /// JSON documents that say what they are, sorted by path.
    pub documents: Vec<Document>,
    /// Paths that were asked for and are not there, or whose form nothing reads,
    /// and why.
    pub unreadable: Vec<(Utf8PathBuf, String)>,
}

/// A requested path.
#[derive(Debug)]
pub(crate) struct Searched {
    /// Without `.` and `..`, as far as its text tells.
    pub path: Utf8PathBuf,
    /// It was asked for by name and is a file: the only one of `files`.
    pub is_file: bool,
    /// The files below it, sorted.
    pub files: Vec<Utf8PathBuf>,
}

/// A JSON document that says what it is. Its reader has the last word.
#[derive(Debug)]
pub(crate) struct Document {
    pub path: Utf8PathBuf,
    pub form: Form,
    /// It was asked for by name: that it cannot be read is worth saying.
    pub named: bool,
}

/// What a JSON document is, by its name and the words in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// `terraform show -json` of a plan.
    TerraformPlan,
    /// `terraform show -json` of a state, or a `.tfstate`.
    TerraformState,
    /// A deployment template.
    ArmTemplate,
    /// A deployment parameters file.
    ArmParameters,
    /// What `bicep snapshot` writes.
    BicepSnapshot,
    /// An array of deployed resources.
    AzureExport,
}

impl Document {
    /// The text. It is read again, since most of a repository's documents are needed
    /// by nobody.
    pub(crate) fn text(&self, disk: &dyn FileSystem) -> Result<String, String> {
        let bytes = disk.read(&self.path).map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|_| "this file is not UTF-8".to_owned())
    }
}

impl Search {
    /// Lists the files below the requested paths and recognises JSON documents.
    pub(crate) fn new(disk: &dyn FileSystem, request: &Request) -> Self {
        let mut search = Self::default();
        for path in &request.paths {
            let path = lexical(path);
            if disk.is_file(&path) {
                let files = vec![path.clone()];
                search.paths.push(Searched { path, is_file: true, files });
            } else if disk.is_folder(&path) {
                let files = disk.files_below(&path);
                search.paths.push(Searched { path, is_file: false, files });
            } else {
                search.unreadable.push((path, "there is no such file or folder".to_owned()));
            }
        }
        search.recognise(disk);
        search
    }

    /// The files of one extension below all paths, sorted, each once.
    pub(crate) fn files_with(&self, extension: &str) -> BTreeSet<&Utf8Path> {
        let files = self.paths.iter().flat_map(|searched| &searched.files);
        files.map(Utf8PathBuf::as_path).filter(|file| file.extension() == Some(extension)).collect()
    }

    /// The documents of one form.
    pub(crate) fn of_form(&self, form: Form) -> impl Iterator<Item = &Document> {
        self.documents.iter().filter(move |document| document.form == form)
    }

    fn recognise(&mut self, disk: &dyn FileSystem) {
        let named: BTreeSet<_> = self
            .paths
            .iter()
            .filter(|searched| searched.is_file && !has_language(&searched.path))
            .map(|searched| searched.path.clone())
            .collect();
        let below = self.paths.iter().flat_map(|searched| &searched.files);
        let may_be: BTreeSet<_> = below.filter(|file| may_be_document(file)).cloned().collect();
        let paths: Vec<_> = may_be.union(&named).collect();
        let read: Vec<_> = paths
            .into_par_iter()
            .map(|path| {
                let recognised = |bytes: Vec<u8>| form(path, &bytes).ok_or_else(|| why_not(&bytes));
                (path, disk.read(path).map(recognised))
            })
            .collect();
        for (path, read) in read {
            let named = named.contains(path);
            match read {
                Ok(Ok(form)) => self.documents.push(Document { path: path.clone(), form, named }),
                Ok(Err(why)) if named => self.unreadable.push((path.clone(), why.to_owned())),
                Ok(Err(_)) => {}
                Err(error) => self.unreadable.push((path.clone(), error.to_string())),
            }
        }
    }
}

/// Why a file that was asked for by name is not read.
fn why_not(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"PK\x03\x04") {
        "this is a saved plan; have it written as JSON: `terraform show -json PLAN > plan.json`"
    } else if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        "this file is UTF-16; save it as UTF-8"
    } else {
        "this is no code that nexthop reads: Terraform, a Terraform plan or state in JSON, Bicep, \
         an ARM template, exported resources"
    }
}

/// Whether the extension alone tells the language.
fn has_language(path: &Utf8Path) -> bool {
    let json = [".tf.json", ".tofu.json"].iter().any(|end| path.as_str().ends_with(end));
    json || matches!(path.extension(), Some("tf" | "tofu" | "bicep" | "bicepparam"))
}

/// Whether a file found in a folder is worth a look.
fn may_be_document(path: &Utf8Path) -> bool {
    let json = matches!(path.extension(), Some("json" | "jsonc" | "tfstate"));
    json && !has_language(path) && !path.as_str().ends_with(".tfvars.json")
}

fn form(path: &Utf8Path, bytes: &[u8]) -> Option<Form> {
    let has = |word: &str| contains(bytes, word.as_bytes());
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && **byte < 0x80)?;
    if *first == b'[' {
        return has("\"/subscriptions/").then_some(Form::AzureExport);
    }
    if path.as_str().ends_with(".snapshot.json") && has("\"predictedResources\"") {
        Some(Form::BicepSnapshot)
    } else if has("eploymentTemplate.json") && has("\"$schema\"") {
        Some(Form::ArmTemplate)
    } else if has("eploymentParameters.json") && has("\"$schema\"") {
        Some(Form::ArmParameters)
    } else if has("\"format_version\"") && has("\"planned_values\"") {
        Some(Form::TerraformPlan)
    } else if has("\"terraform_version\"")
        && (has("\"lineage\"") || has("\"format_version\"") && has("\"values\""))
        || has("\"encrypted_data\"") && has("\"encryption_version\"")
    {
        Some(Form::TerraformState)
    } else if has("\"/subscriptions/") && has("/providers/") && is_page(bytes) {
        Some(Form::AzureExport)
    } else {
        None
    }
}

/// Whether an object is a page of results: it begins with `value`, `data` or what
/// Resource Graph puts before it.
fn is_page(bytes: &[u8]) -> bool {
    let text = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    let start: Vec<u8> = text.take(20).collect();
    let words = ["\"value\":[", "\"data\":[", "\"count\":", "\"nextLink\":"];
    words.iter().any(|word| contains(&start, word.as_bytes()))
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(bytes, word).is_some()
}

/// The path without `.` and `..`, as far as its text tells.
pub(crate) fn lexical(path: &Utf8Path) -> Utf8PathBuf {
    let mut parts = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            camino::Utf8Component::CurDir => {}
            camino::Utf8Component::ParentDir if parts.file_name().is_some() => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memory;

    fn search(files: &[(&str, &str)], paths: &[&str]) -> Search {
        let mut disk = Memory::default();
        for (path, text) in files {
            disk.add(*path, *text);
        }
        let paths = paths.iter().map(|path| Utf8PathBuf::from(*path)).collect();
        Search::new(&disk, &Request { paths, ..Request::default() })
    }

    #[test]
    fn documents_say_what_they_are() {
        let schema = |name: &str| {
            format!(
                "{{\"$schema\": \"https://schema.management.azure.com/schemas/x/{name}.json#\"}}"
            )
        };
        let files = [
            ("a/plan.json", r#"{"format_version":"1.2","planned_values":{}}"#),
            (
                "a/state.json",
                r#"{"format_version":"1.0","terraform_version":"1.11.4","values":{}}"#,
            ),
            ("a/terraform.tfstate", r#"{"version":4,"terraform_version":"1.11.4","lineage":"x"}"#),
            ("a/template.json", &schema("deploymentTemplate")),
            ("a/subscription.jsonc", &schema("subscriptionDeploymentTemplate")),
            ("a/template.parameters.json", &schema("deploymentParameters")),
            ("a/main.snapshot.json", r#"{"predictedResources":[]}"#),
            ("a/export.json", "\u{FEFF}\n[{\"id\": \"/subscriptions/0/resourceGroups/x\"}]"),
            ("a/package.json", r#"{"name": "x"}"#),
            ("a/x.tfvars.json", r#"{"format_version":"1.2","planned_values":{}}"#),
            ("a/x.tf.json", r#"{"locals": {}}"#),
            ("a/empty.json", ""),
        ];
        let search = search(&files, &["a"]);
        let found: Vec<_> = search
            .documents
            .iter()
            .map(|document| (document.path.as_str(), document.form, document.named))
            .collect();
        let expected = [
            ("a/export.json", Form::AzureExport, false),
            ("a/main.snapshot.json", Form::BicepSnapshot, false),
            ("a/plan.json", Form::TerraformPlan, false),
            ("a/state.json", Form::TerraformState, false),
            ("a/subscription.jsonc", Form::ArmTemplate, false),
            ("a/template.json", Form::ArmTemplate, false),
            ("a/template.parameters.json", Form::ArmParameters, false),
            ("a/terraform.tfstate", Form::TerraformState, false),
        ];
        assert_eq!(found, expected);
        assert!(search.unreadable.is_empty());
    }

    #[test]
    fn a_file_asked_for_by_name_is_read_whatever_its_extension() {
        let plan = r#"{"format_version":"1.2","planned_values":{}}"#;
        let files = [("tfplan", plan), ("notes.txt", "hello"), ("main.tf", "")];
        let search = search(&files, &["./tfplan", "notes.txt", "main.tf", "gone"]);
        let [document] = &search.documents[..] else { panic!("{:?}", search.documents) };
        assert_eq!((document.path.as_str(), document.form), ("tfplan", Form::TerraformPlan));
        assert!(document.named);
        let unreadable: Vec<_> = search.unreadable.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(unreadable, ["gone", "notes.txt"]);
    }

    #[test]
    fn a_plan_that_is_no_json_text_says_what_to_do() {
        let mut disk = Memory::default();
        disk.add("tfplan", &b"PK\x03\x04\x14\x00"[..]);
        disk.add("plan.json", &[0xFF, 0xFE, b'{', 0, b'}', 0][..]);
        let paths = vec!["tfplan".into(), "plan.json".into()];
        let search = Search::new(&disk, &Request { paths, ..Request::default() });
        let said: Vec<_> = search.unreadable.iter().map(|(_, why)| why.as_str()).collect();
        assert!(said[0].contains("UTF-16"), "{said:?}");
        assert!(said[1].contains("terraform show -json"), "{said:?}");
    }
}
