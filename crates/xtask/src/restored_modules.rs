//! The modules of registries that `bicep restore` would fetch, without a network.
//!
//! The compiler takes a module of a registry over as it is published: what stands in
//! the compiled template of whoever calls it is what is in the user's module cache.
//! So the cache is made out of the compiled templates.

use std::{collections::BTreeMap, fs};

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

/// Where the cache is that is nowhere on the disk.
pub(crate) const CACHE: &str = "/restored-modules";

/// The registry of Microsoft's own modules.
const PUBLIC: &str = "mcr.microsoft.com";

/// Compiled modules by the path that they have in the cache.
#[derive(Debug, Default)]
pub(crate) struct RestoredModules {
    pub texts: BTreeMap<Utf8PathBuf, String>,
}

impl RestoredModules {
    /// Takes over the modules that a Bicep file and its local modules call, out of
    /// the template that it was compiled to.
    pub(crate) fn take_over(&mut self, bicep: &Utf8Path, compiled: &Value) {
        let Ok(text) = fs::read_to_string(bicep) else { return };
        let calls: Vec<Call<'_>> = text.lines().filter_map(Call::read).collect();
        for (at, call) in calls.iter().enumerate() {
            let Some(template) = deployed(compiled, call.symbol, calls.len() - at) else {
                continue;
            };
            if let Some(path) = cached(call.source) {
                self.texts.entry(path).or_insert_with(|| template.to_string());
            } else if let Some(folder) = bicep.parent() {
                self.take_over(&folder.join(call.source), template);
            }
        }
    }
}

/// `module symbol 'source' = …`
struct Call<'t> {
    symbol: &'t str,
    source: &'t str,
}

impl<'t> Call<'t> {
    fn read(line: &'t str) -> Option<Self> {
        let (symbol, rest) = line.strip_prefix("module ")?.trim_start().split_once(' ')?;
        let source = rest.trim_start().strip_prefix('\'')?.split('\'').next()?;
        Some(Self { symbol, source })
    }
}

/// Where the cache has a module of Microsoft's own registry.
fn cached(source: &str) -> Option<Utf8PathBuf> {
    let named = match source.strip_prefix("br/public:") {
        Some(rest) => format!("bicep/{rest}"),
        None => source.strip_prefix("br:")?.strip_prefix(PUBLIC)?.strip_prefix('/')?.to_owned(),
    };
    let (path, version) = named.rsplit_once(':')?;
    let path = path.replace('/', "$");
    Some([CACHE, "br", PUBLIC, &path, &format!("{version}$"), "main.json"].iter().collect())
}

/// The template that a call deploys: that of its symbol, or where the compiler has
/// not kept these, the deployment that is as far from the end as the call is. Calls
/// are behind all resources, in the order of the text.
fn deployed<'v>(template: &'v Value, symbol: &str, from_end: usize) -> Option<&'v Value> {
    let resource = match template.get("resources")? {
        Value::Object(resources) => resources.get(symbol)?,
        Value::Array(resources) => {
            let deployments: Vec<&Value> =
                resources.iter().filter(|one| is_deployment(one)).collect();
            deployments.get(deployments.len().checked_sub(from_end)?).copied()?
        }
        _ => return None,
    };
    resource.get("properties")?.get("template").filter(|template| template.is_object())
}

fn is_deployment(resource: &Value) -> bool {
    let kind = resource.get("type").and_then(Value::as_str);
    kind == Some("Microsoft.Resources/deployments")
}
