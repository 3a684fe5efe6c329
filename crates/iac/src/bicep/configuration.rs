//! `bicepconfig.json`, and where the files are that modules name.
//!
//! Sources: <https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-config-modules>

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::{
    input::lexical,
    json::{Node, NodeKind},
};

/// The registry of the alias `public`, which needs no configuration.
const PUBLIC: (&str, &str) = ("mcr.microsoft.com", "bicep");

/// What the configuration says of modules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Configuration {
    /// Registry and path of the modules, by alias.
    registries: BTreeMap<String, (String, String)>,
    /// Subscription and resource group of template specs, by alias.
    template_specs: BTreeMap<String, (String, String)>,
    /// Where the Bicep CLI keeps what it has fetched.
    cache: Option<Utf8PathBuf>,
}

impl Configuration {
    /// What is so without a configuration.
    pub(super) fn new(cache: Option<Utf8PathBuf>) -> Self {
        let (registry, path) = PUBLIC;
        let public = ("public".to_owned(), (registry.to_owned(), path.to_owned()));
        Self { registries: BTreeMap::from([public]), template_specs: BTreeMap::new(), cache }
    }

    /// The same with what a `bicepconfig.json` says.
    pub(super) fn with(&self, document: &Node) -> Self {
        let mut configuration = self.clone();
        let aliases = document.get("moduleAliases");
        let pairs = |kind: &str, first: &str, second: &str| {
            let aliases = aliases.and_then(|aliases| aliases.get(kind)).and_then(Node::as_object);
            let text = |node: &Node, name: &str| {
                node.get(name).and_then(Node::as_str).map(ToString::to_string)
            };
            let pair = |node: &Node| Some((text(node, first)?, text(node, second)));
            let pairs = aliases.unwrap_or_default().iter();
            let pairs =
                pairs.filter_map(|alias| Some((alias.name.to_string(), pair(&alias.value)?)));
            pairs
                .map(|(name, (first, second))| (name, (first, second.unwrap_or_else(String::new))))
                .collect::<Vec<_>>()
        };
        configuration.registries.extend(pairs("br", "registry", "modulePath"));
        configuration.template_specs.extend(pairs("ts", "subscription", "resourceGroup"));
        if let Some(Node { kind: NodeKind::String(cache), .. }) = document.get("cacheRootDirectory")
            && !cache.starts_with('~')
        {
            configuration.cache = Some(Utf8PathBuf::from(&**cache));
        }
        configuration
    }

    /// The file that `source` names in a file of the folder `folder`, if it can be
    /// one of this disk.
    pub(super) fn file(&self, source: &str, folder: &Utf8Path) -> Option<Utf8PathBuf> {
        if let Some(rest) = scheme(source, "br") {
            return self.registry_file(rest);
        }
        if let Some(rest) = scheme(source, "ts") {
            return self.template_spec_file(rest);
        }
        // `https:` and other schemes, and paths of Windows.
        let local = !source.is_empty() && !source.contains([':', '\\']);
        (local && !source.starts_with('/')).then(|| lexical(&folder.join(source)))
    }

    /// `br:registry/path:tag`, `br/alias:path:tag`, kept as
    /// `br/registry/path$with$dollars/tag$/main.json`
    fn registry_file(&self, reference: Reference<'_>) -> Option<Utf8PathBuf> {
        let (registry, path) = match reference {
            Reference::Alias(alias, rest) => {
                let (registry, path) = self.registries.get(alias)?;
                let parts = [path.trim_matches('/'), rest];
                let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                (registry.as_str(), parts.join("/"))
            }
            Reference::Full(rest) => {
                let (registry, path) = rest.split_once('/')?;
                (registry, path.to_owned())
            }
        };
        let (path, version) = if let Some((path, digest)) = path.split_once('@') {
            (path, digest.replace(':', "#"))
        } else {
            let (path, tag) = path.rsplit_once(':')?;
            (path, encoded_tag(tag))
        };
        let registry = registry.replace(':', "$").to_lowercase();
        let folder = self.cache.as_ref()?.join("br").join(safe(&registry)?);
        Some(folder.join(safe(&path.replace('/', "$"))?).join(safe(&version)?).join("main.json"))
    }

    /// `ts:subscription/group/name:version`, `ts/alias:name:version`
    fn template_spec_file(&self, reference: Reference<'_>) -> Option<Utf8PathBuf> {
        let whole = match reference {
            Reference::Alias(alias, rest) => {
                let (subscription, group) = self.template_specs.get(alias)?;
                format!("{subscription}/{group}/{rest}")
            }
            Reference::Full(rest) => rest.to_owned(),
        };
        let (path, version) = whole.rsplit_once(':')?;
        let parts: Vec<_> = path.split('/').chain([version]).map(str::to_lowercase).collect();
        let folder = self.cache.as_ref()?.join("ts");
        let parts = parts.iter().map(|part| safe(part)).collect::<Option<Vec<_>>>()?;
        Some(folder.join(parts.join("/")).join("main.json"))
    }
}

/// What stands behind `br` or `ts`.
#[derive(Clone, Copy)]
enum Reference<'a> {
    Full(&'a str),
    Alias(&'a str, &'a str),
}

fn scheme<'a>(source: &'a str, name: &str) -> Option<Reference<'a>> {
    let rest = source.strip_prefix(name)?;
    if let Some(rest) = rest.strip_prefix(':') {
        return Some(Reference::Full(rest));
    }
    let (alias, rest) = rest.strip_prefix('/')?.split_once(':')?;
    Some(Reference::Alias(alias, rest))
}

/// A part of a path that does not lead out of it.
fn safe(part: &str) -> Option<&str> {
    let plain = !part.is_empty() && !part.contains(['/', '\\']) && part != "." && part != "..";
    plain.then_some(part)
}

/// A tag as the Bicep CLI names its folder: which letters are large stands behind a
/// dollar, for file systems that do not mind case.
fn encoded_tag(tag: &str) -> String {
    let large = tag.bytes().enumerate().filter(|(at, byte)| *at < 128 && byte.is_ascii_uppercase());
    let mask = large.fold(0u128, |mask, (at, _)| mask | 1 << at);
    if mask == 0 { format!("{tag}$") } else { format!("{tag}${mask:x}") }
}

#[cfg(test)]
mod tests {
    use nexthop_source::Sources;

    use super::*;
    use crate::json::{self, Dialect};

    fn file(source: &str) -> Option<String> {
        let text = r#"{
            // where our modules are
            "moduleAliases": {
                "br": { "own": { "registry": "example.azurecr.io", "modulePath": "bicep/network" } },
                "ts": { "specs": { "subscription": "0000-AA", "resourceGroup": "specs" } }
            }
        }"#;
        let file = Sources::default().add("bicepconfig.json", text.to_owned());
        let document = json::parse(text, file, Dialect::WithComments).expect("it is JSON");
        let configuration = Configuration::new(Some("home/.bicep".into())).with(&document);
        configuration.file(source, "infra/hub".into()).map(Utf8PathBuf::into_string)
    }

    #[test]
    fn local_modules_are_beside_the_file() {
        assert_eq!(file("./vnet.bicep").as_deref(), Some("infra/hub/vnet.bicep"));
        assert_eq!(file("../shared/vnet.bicep").as_deref(), Some("infra/shared/vnet.bicep"));
        assert_eq!(file("https://example.com/vnet.bicep"), None);
        assert_eq!(file("/etc/vnet.bicep"), None);
        assert_eq!(file(""), None);
    }

    /// The folders are those of `OciArtifactRegistry` and `TagEncoder` of the Bicep CLI.
    #[test]
    fn registry_modules_are_in_the_cache() {
        let public = "home/.bicep/br/mcr.microsoft.com/bicep$avm$res$network$virtual-network/0.5.1$/main.json";
        assert_eq!(
            file("br/public:avm/res/network/virtual-network:0.5.1").as_deref(),
            Some(public)
        );
        let own = "home/.bicep/br/example.azurecr.io/bicep$network$hub/v1$/main.json";
        assert_eq!(file("br/own:hub:v1").as_deref(), Some(own));
        assert_eq!(file("br:Example.azurecr.io/bicep/network/hub:v1").as_deref(), Some(own));
        let large = "home/.bicep/br/example.azurecr.io$5000/hub/V1-B$9/main.json";
        assert_eq!(file("br:example.azurecr.io:5000/hub:V1-B").as_deref(), Some(large));
        let digest = "home/.bicep/br/a.io/hub/sha256#12/main.json";
        assert_eq!(file("br:a.io/hub@sha256:12").as_deref(), Some(digest));
        assert_eq!(file("br/other:hub:v1"), None);
        assert_eq!(
            file("br:a.io/hub:.."),
            Some("home/.bicep/br/a.io/hub/..$/main.json".to_owned())
        );
    }

    #[test]
    fn template_specs_are_in_the_cache() {
        let spec = "home/.bicep/ts/0000-aa/specs/hub/v1/main.json";
        assert_eq!(file("ts/specs:hub:v1").as_deref(), Some(spec));
        assert_eq!(file("ts:0000-AA/Specs/hub:v1").as_deref(), Some(spec));
        assert_eq!(file("ts:0000-AA/../hub:v1"), None);
    }
}
