//! Route tables in text: what `az … --output table` has printed, alone or in a document.

use std::collections::BTreeMap;

/// Which of Azure's commands has printed a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TableKind {
    /// `az network nic show-effective-route-table`
    Effective,
    /// `az network vnet-gateway list-learned-routes`
    Learned,
    /// `az network vnet-gateway list-advertised-routes`
    Advertised,
    /// `az network express-route list-route-tables`
    Circuit,
    /// `az network vhub get-effective-routes` of a route table
    Hub,
    /// What a router outside of Azure has: `show ip bgp` of an appliance, `show routes` of a
    /// carrier's router
    Heard,
}

/// A table and whose it is.
#[derive(Debug)]
pub(crate) struct CapturedTable {
    pub(crate) kind: TableKind,
    /// The name of the network interface or gateway, `gateway peer`, `circuit/primary` or
    /// `hub/table`.
    pub(crate) of: String,
    /// Cells by column, the column's name in lower case and without spaces.
    pub(crate) rows: Vec<BTreeMap<String, String>>,
}

/// Every route table in a text. Whose it is says the nearest line above it that names a
/// network interface, a gateway or a circuit; else the name of the file.
pub(crate) fn find(text: &str, file: &str) -> Vec<CapturedTable> {
    let lines: Vec<&str> = text.lines().collect();
    let mut tables: Vec<CapturedTable> = Vec::new();
    let mut names: BTreeMap<TableKind, String> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some((kind, name)) = named(line) {
            // Both have the same columns.
            if matches!(kind, TableKind::Learned | TableKind::Advertised) {
                names.remove(&TableKind::Learned);
                names.remove(&TableKind::Advertised);
            }
            names.insert(kind, name);
        }
        let of_hub = ["RouteTable:", "Firewall:"];
        let of_hub = of_hub.iter().find_map(|title| line.trim().strip_prefix(title));
        if let (Some(table), Some(hub)) = (of_hub, names.get_mut(&TableKind::Hub)) {
            let hub_alone = hub.split('/').next().unwrap_or_default();
            *hub = format!("{hub_alone}/{}", table.trim());
        }
        if let Some(columns) = columns_of_appliance(line) {
            let kind = TableKind::Heard;
            let of = names.get(&kind).map_or(file, String::as_str).to_owned();
            tables.push(CapturedTable { kind, of, rows: heard(&lines[at + 1..], &columns) });
            continue;
        }
        let Some(columns) = at.checked_sub(1).and_then(|head| columns(lines[head], line)) else {
            continue;
        };
        let Some(kind) = kind_of(&columns) else { continue };
        let kind = match kind {
            TableKind::Learned if names.contains_key(&TableKind::Advertised) => {
                TableKind::Advertised
            }
            _ => kind,
        };
        let of = names.get(&kind).map_or(file, String::as_str);
        let body = lines[at + 1..].iter();
        let rows = body.take_while(|line| !line.trim().is_empty() && !line.starts_with("```"));
        let rows = rows.map(|line| cells(line, &columns));
        let rows = rows.map(|row| if kind == TableKind::Heard { of_carrier(row) } else { row });
        tables.push(CapturedTable { kind, of: of.to_owned(), rows: rows.collect() });
    }
    tables
}

/// A column: its name, and where it begins.
type Column = (String, usize);

/// The columns of a head that is underlined with dashes.
fn columns(head: &str, rule: &str) -> Option<Vec<Column>> {
    let is_rule = !rule.trim().is_empty() && rule.chars().all(|one| one == '-' || one == ' ');
    if !is_rule {
        return None;
    }
    let rule: Vec<char> = rule.chars().collect();
    let starts = (0..rule.len()).filter(|&at| {
        rule[at] == '-' && at.checked_sub(1).is_none_or(|before| rule[before] == ' ')
    });
    let starts: Vec<usize> = starts.collect();
    let name = |at: usize| {
        let end = starts.get(at + 1).copied().unwrap_or(usize::MAX);
        slice(head, starts[at], end).replace(' ', "").to_lowercase()
    };
    Some((0..starts.len()).map(|at| (name(at), starts[at])).collect())
}

fn slice(line: &str, start: usize, end: usize) -> String {
    let cell: String = line.chars().skip(start).take(end.saturating_sub(start)).collect();
    cell.trim().to_owned()
}

fn cells(line: &str, columns: &[Column]) -> BTreeMap<String, String> {
    let ends = columns.iter().skip(1).map(|(_, start)| *start).chain([usize::MAX]);
    let cells = columns.iter().zip(ends);
    cells.map(|((name, start), end)| (name.clone(), slice(line, *start, end))).collect()
}

/// The columns of `show ip bgp`, whose head is not underlined.
fn columns_of_appliance(head: &str) -> Option<Vec<Column>> {
    let is_head = head.trim_start().starts_with("Network") && head.contains("LocPrf Weight Path");
    let names = [("network", "Network"), ("nexthop", "Next Hop"), ("", "Metric"), ("path", "Path")];
    let column = |(name, word): &(&str, &str)| Some(((*name).to_owned(), head.find(word)?));
    names
        .iter()
        .filter(|_| is_head)
        .map(column)
        .collect::<Option<Vec<_>>>()
        .filter(|all| !all.is_empty())
}

/// The rows of `show ip bgp`: a prefix stands in the first of its rows only.
fn heard(lines: &[&str], columns: &[Column]) -> Vec<BTreeMap<String, String>> {
    let mut rows: Vec<BTreeMap<String, String>> = Vec::new();
    let lines = lines.iter();
    for line in lines.take_while(|line| !line.trim().is_empty() && !line.starts_with("```")) {
        let mut row = cells(line, columns);
        if row["network"].is_empty()
            && let Some(before) = rows.last()
        {
            row.insert("network".to_owned(), before["network"].clone());
        }
        rows.push(row);
    }
    rows
}

/// A row of a carrier's router in the words of an appliance.
fn of_carrier(row: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let word = |name: String| match name.as_str() {
        "prefix" => "network".to_owned(),
        "aspath" => "path".to_owned(),
        _ => name,
    };
    row.into_iter().map(|(name, cell)| (word(name), cell)).collect()
}

fn kind_of(columns: &[Column]) -> Option<TableKind> {
    let has = |name: &str| columns.iter().any(|(own, _)| own == name);
    if has("nexthopvxc") && has("aspath") {
        Some(TableKind::Heard)
    } else if has("nexthoptype") && (has("prefix") || has("addressprefix")) {
        Some(TableKind::Effective)
    } else if has("sourcepeer") && has("aspath") {
        Some(TableKind::Learned)
    } else if has("network") && has("path") {
        Some(TableKind::Circuit)
    } else if has("addressprefixes") && has("nexthoptype") {
        Some(TableKind::Hub)
    } else {
        None
    }
}

/// What a line says of whose the next table is: a command of Azure, or a title.
fn named(line: &str) -> Option<(TableKind, String)> {
    let line = line.trim();
    let last = |line: &str| line.split_whitespace().next_back().map(str::to_owned);
    if let Some(name) = line.strip_prefix("Effective routes for ") {
        return Some((TableKind::Effective, last(name)?));
    }
    if let Some(name) = line.strip_prefix("Gateway: ") {
        return Some((TableKind::Learned, last(name)?));
    }
    if let Some(name) = line.strip_prefix("vHub:") {
        return Some((TableKind::Hub, last(name)?));
    }
    if let Some((prompt, command)) = line.split_once('#')
        && command.trim().starts_with("show ip bgp")
    {
        return Some((TableKind::Heard, last(prompt)?));
    }
    if let Some((_, router)) = line.split_once("show routes -m ") {
        return Some((TableKind::Heard, last(router)?));
    }
    for (title, link) in [("(Primary): ", "primary"), ("(Secondary): ", "secondary")] {
        if let Some((_, name)) = line.split_once(title) {
            return Some((TableKind::Circuit, format!("{}/{link}", last(name)?)));
        }
    }
    let option = |names: &[&str]| {
        let mut words = line.split_whitespace().skip_while(|word| !names.contains(word));
        words.nth(1).map(|word| word.trim_matches(['"', '\'']).to_owned())
    };
    let name = option(&["--name", "-n"])?;
    if line.contains("show-effective-route-table") {
        Some((TableKind::Effective, name))
    } else if line.contains("list-learned-routes") {
        Some((TableKind::Learned, name))
    } else if line.contains("vnet-gateway") && line.contains("list-advertised-routes") {
        Some((TableKind::Advertised, format!("{name} {}", option(&["--peer"])?)))
    } else if line.contains("list-route-tables") {
        let path = option(&["--path"]).unwrap_or_else(|| "primary".to_owned());
        Some((TableKind::Circuit, format!("{name}/{}", path.to_lowercase())))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{TableKind, find};

    const TEXT: &str = "\
Effective routes for nic-app

Source    Prefix       State    NextHopType    NextHopIP
--------  -----------  -------  -------------  -----------
Default   10.9.0.0/16  Active   VnetLocal
User      0.0.0.0/0    Active   VirtualAppliance  10.9.1.4

az network express-route list-route-tables -n er-a --path secondary
LocPrf    Network       NextHop     Path    Weight
--------  ------------  ----------  ------  --------
          10.9.0.0/16   10.9.8.12*  65515   0
```
";

    const ADVERTISED: &str = "\
az network vnet-gateway list-advertised-routes -n vpngw -g rg --peer 192.168.77.1 -o table

Network      NextHop    Origin    SourcePeer    AsPath    Weight
-----------  ---------  --------  ------------  --------  --------
10.9.0.0/16  10.9.0.5   Igp                     65515     0
";

    #[test]
    fn what_is_advertised_is_told_from_what_is_learned() {
        let learned = ADVERTISED.replace("list-advertised-routes", "list-learned-routes");
        let tables = find(&format!("{ADVERTISED}\n{learned}"), "file");
        let [advertised, learned] = &tables[..] else { panic!("two tables: {tables:?}") };
        assert_eq!(
            (advertised.kind, advertised.of.as_str()),
            (TableKind::Advertised, "vpngw 192.168.77.1")
        );
        assert_eq!((learned.kind, learned.of.as_str()), (TableKind::Learned, "vpngw"));
        assert_eq!(advertised.rows[0]["aspath"], "65515");
    }

    const HEARD: &str = "\
branchNva# show ip bgp
   Network          Next Hop            Metric LocPrf Weight Path
*= 10.9.0.0/16      10.9.0.5                               0 65515 i
*>                  10.9.0.4                               0 65515 i
*> 10.7.0.0/24      0.0.0.0                  0         32768 i

python3 main.py show routes -m carrier

Prefix            BgpType     NextHop         NextHopVxc        AsPath
-------           --------    ---------       ------------      -------
10.9.0.0/16*      eBGP        172.16.0.2      er-a-pri          12076
";

    #[test]
    fn what_routers_hear_is_found() {
        let tables = find(HEARD, "file");
        let [branch, carrier] = &tables[..] else { panic!("two tables: {tables:?}") };
        assert_eq!((branch.kind, branch.of.as_str()), (TableKind::Heard, "branchNva"));
        let cells = |row: &std::collections::BTreeMap<String, String>| {
            ["network", "nexthop", "path"].map(|name| row[name].clone())
        };
        let rows: Vec<_> = branch.rows.iter().map(cells).collect();
        assert_eq!(rows[0], ["10.9.0.0/16", "10.9.0.5", "65515 i"]);
        assert_eq!(rows[1], ["10.9.0.0/16", "10.9.0.4", "65515 i"]);
        assert_eq!(rows[2], ["10.7.0.0/24", "0.0.0.0", "i"]);
        assert_eq!((carrier.kind, carrier.of.as_str()), (TableKind::Heard, "carrier"));
        assert_eq!(cells(&carrier.rows[0]), ["10.9.0.0/16*", "172.16.0.2", "12076"]);
    }

    #[test]
    fn tables_are_found_with_their_names() {
        let tables = find(TEXT, "file");
        let [nic, circuit] = &tables[..] else { panic!("two tables: {tables:?}") };
        assert_eq!((nic.kind, nic.of.as_str()), (TableKind::Effective, "nic-app"));
        assert_eq!(nic.rows.len(), 2);
        assert_eq!(nic.rows[0]["prefix"], "10.9.0.0/16");
        assert_eq!((circuit.kind, circuit.of.as_str()), (TableKind::Circuit, "er-a/secondary"));
        assert_eq!(circuit.rows[0]["nexthop"], "10.9.8.12*");
        assert_eq!(circuit.rows[0]["locprf"], "");
    }
}
