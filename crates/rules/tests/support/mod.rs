//! Networks on the disk, and what a `nexthop.toml` beside them says of the world.

use std::{fs, io};

use camino::{Utf8Path, Utf8PathBuf};
use nexthop_core::{ApplianceModel, Contested, Limits, Model, SiteModel};
use nexthop_iac::Memory;

/// Adds a folder and all below it.
pub(crate) fn add_folder(files: &mut Memory, from: &Utf8Path, to: &Utf8Path) -> io::Result<()> {
    for entry in from.read_dir_utf8()? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            add_folder(files, entry.path(), &target)?;
        } else {
            files.add(target, fs::read(entry.path())?);
        }
    }
    Ok(())
}

/// The sites, limits and contested behaviour of a `nexthop.toml`; nothing else may be in it.
pub(crate) fn model(path: &Utf8PathBuf) -> datatest_stable::Result<Model> {
    let mut model = Model::default();
    if !path.is_file() {
        return Ok(model);
    }
    let config: toml::Table = fs::read_to_string(path)?.parse()?;
    for (key, value) in &config {
        match key.as_str() {
            "site" => {
                let sites = value.as_array().ok_or("`site` is no list")?;
                model.sites = sites.iter().map(site).collect::<Result<_, _>>()?;
            }
            "nva" => {
                let appliances = value.as_array().ok_or("`nva` is no list")?;
                model.appliances = appliances.iter().map(appliance).collect::<Result<_, _>>()?;
            }
            "model" => {
                let setting = value.get("p2s_expressroute_via_route_server");
                model.p2s_expressroute_via_route_server =
                    match setting.and_then(toml::Value::as_str) {
                        Some("documented") => Contested::Documented,
                        Some("observed") => Contested::Observed,
                        _ => return Err("`model` is not understood".into()),
                    };
            }
            "limits" => limits(value, &mut model.limits)?,
            _ => return Err(format!("`{key}` is not understood").into()),
        }
    }
    Ok(model)
}

fn limits(table: &toml::Value, limits: &mut Limits) -> datatest_stable::Result<()> {
    for (key, value) in table.as_table().ok_or("`limits` is no table")? {
        let number = usize::try_from(value.as_integer().ok_or("a limit is no number")?)?;
        match key.as_str() {
            "expressroute_prefixes" => limits.expressroute_prefixes = number,
            "route_server_peers" => limits.route_server_peers = number,
            "links_per_circuit" => limits.links_per_circuit = number,
            "peerings_per_vnet" => limits.peerings_per_vnet = number,
            _ => return Err(format!("`{key}` is not understood").into()),
        }
    }
    Ok(())
}

fn appliance(table: &toml::Value) -> datatest_stable::Result<ApplianceModel> {
    let text = |key| table.get(key).and_then(toml::Value::as_str);
    let prefixes = table.get("advertises").and_then(toml::Value::as_array);
    let prefixes = prefixes.into_iter().flatten().filter_map(|value| value.as_str());
    let asn = table.get("asn").and_then(toml::Value::as_integer);
    Ok(ApplianceModel {
        name: text("name").ok_or("an appliance has no name")?.into(),
        advertises: prefixes.map(str::parse).collect::<Result<_, _>>()?,
        next_hop: text("next_hop").map(str::parse).transpose()?,
        asn: asn.map(u32::try_from).transpose()?,
        prepends: number(table, "prepends")?,
        communities: communities(table),
        overlay: strings(table, "overlay"),
        stateless: table.get("stateful").and_then(toml::Value::as_bool) == Some(false),
    })
}

fn communities(table: &toml::Value) -> Option<Vec<String>> {
    table.get("communities").map(|_| strings(table, "communities"))
}

fn number(table: &toml::Value, key: &str) -> datatest_stable::Result<u8> {
    let number = table.get(key).and_then(toml::Value::as_integer);
    Ok(number.map(u8::try_from).transpose()?.unwrap_or_default())
}

fn numbers(table: &toml::Value, key: &str) -> datatest_stable::Result<Vec<u8>> {
    let list = table.get(key).and_then(toml::Value::as_array).into_iter().flatten();
    let numbers = list.filter_map(toml::Value::as_integer).map(u8::try_from);
    Ok(numbers.collect::<Result<_, _>>()?)
}

fn strings(table: &toml::Value, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(|value| value.as_str()).map(str::to_owned).collect()
}

fn site(table: &toml::Value) -> datatest_stable::Result<SiteModel> {
    let strings = |key| strings(table, key);
    Ok(SiteModel {
        name: table.get("name").and_then(toml::Value::as_str).ok_or("a site has no name")?.into(),
        prefixes: strings("prefixes")
            .iter()
            .map(|prefix| prefix.parse())
            .collect::<Result<_, _>>()?,
        asn: table.get("asn").and_then(toml::Value::as_integer).map(u32::try_from).transpose()?,
        prepends: numbers(table, "prepends")?,
        communities: communities(table),
        expressroute: strings("expressroute"),
        vpn: strings("vpn"),
        appliances: strings("nva"),
    })
}
