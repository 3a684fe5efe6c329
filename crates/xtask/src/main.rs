//! Tasks of those who work on nexthop: `cargo xtask --help`.
//!
//! They hold what nexthop computes against what the real tools compute, on files
//! that are not part of the repository. One file a task.

mod agreement;
mod captured_table;
mod compare_bicep;
mod compare_inputs;
mod compare_plans;
mod compare_routes;
mod heard_routes;
mod new_attributes;
mod overlay;
mod placeholder;
mod plan_file;
mod restored_modules;
mod root_files;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Tasks of those who work on nexthop")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Hold the resources of Bicep files against those of their compiled templates
    CompareBicep(compare_bicep::Arguments),
    /// Hold Terraform roots read as code against the same read through their plans
    CompareInputs(compare_inputs::Arguments),
    /// Hold the resources of Terraform roots against plans of the real Terraform
    ComparePlans(compare_plans::Arguments),
    /// Hold `nexthop routes` against captured tables of Azure
    CompareRoutes(compare_routes::Arguments),
    /// Name the attributes of azurerm that no table has decided about
    NewAttributes(new_attributes::Arguments),
}

fn main() -> anyhow::Result<ExitCode> {
    match Arguments::parse().task {
        Task::CompareBicep(arguments) => compare_bicep::run(&arguments),
        Task::CompareInputs(arguments) => compare_inputs::run(&arguments),
        Task::ComparePlans(arguments) => compare_plans::run(&arguments),
        Task::CompareRoutes(arguments) => compare_routes::run(&arguments),
        Task::NewAttributes(arguments) => new_attributes::run(&arguments),
    }
}
