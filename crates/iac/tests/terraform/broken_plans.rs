//! Plans and states with mistakes in them: one message, and never a panic.

use nexthop_iac::InputKind;

use super::{
    plans::{MAIN, PLAN, inputs, loaded},
    states::STATE,
};

#[test]
fn what_is_no_plan_is_one_message() {
    for text in [
        r#"{"format_version": "1.2", "planned_values": {"root_module": "#,
        r#"{"format_version": "7.0", "planned_values": {}}"#,
        r#"{"format_version": 1, "planned_values": {}}"#,
        r#"{"format_version": "1.2", "planned_values": 3}"#,
    ] {
        let workspace =
            loaded(&[("plan.json", text), ("main.tf", MAIN)], &["plan.json", "main.tf"]);
        let plan = workspace.projects.iter().find(|one| one.input.kind == InputKind::TerraformPlan);
        let said = plan.map_or(0, |plan| plan.diagnostics.len()) + workspace.unreadable.len();
        let code = workspace.projects.iter().filter(|one| one.input.kind == InputKind::Terraform);
        assert_eq!(code.count(), 1, "{text}");
        assert_eq!(said, 1, "{text}: {:?}", inputs(&workspace));
    }
}

#[test]
fn a_plan_with_the_wrong_things_in_it_is_read_as_far_as_it_goes() {
    let parts: Vec<&str> = PLAN.split('"').collect();
    for (at, _) in parts.iter().enumerate().skip(1).step_by(2) {
        for wrong in ["3", "null", "[[]]", "{\"a\": {}}", "true", "\"\\u0000\""] {
            let mut broken = parts[..at].join("\"");
            broken.push_str(wrong);
            broken.push_str(&parts[at + 1..].join("\""));
            let workspace = loaded(&[("plan.json", &broken)], &["plan.json"]);
            let said: usize = workspace.projects.iter().map(|one| one.diagnostics.len()).sum();
            assert!(said + workspace.unreadable.len() <= 1, "{wrong} for {}", parts[at]);
        }
    }
}

#[test]
fn a_plan_or_state_that_breaks_off_is_one_message() {
    for (path, text) in [("plan.json", PLAN), ("terraform.tfstate", STATE)] {
        for end in (1..text.len()).step_by(11) {
            let workspace = loaded(&[(path, &text[..end])], &[path]);
            let said: usize = workspace.projects.iter().map(|one| one.diagnostics.len()).sum();
            assert_eq!(said + workspace.unreadable.len(), 1, "{path} up to {end}");
        }
    }
}
