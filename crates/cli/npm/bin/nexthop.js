#!/usr/bin/env node
// Runs the program of this platform. npm has installed it as an optional
// dependency: nothing is downloaded here, and nothing after installation.
"use strict";

const { spawnSync } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "nexthop.exe" : "nexthop";

let program;
try {
  program = require.resolve(`@nexthop/${platform}/bin/${file}`);
} catch {
  console.error(
    `nexthop: the package @nexthop/${platform} is not installed. ` +
      "Either there is none for this platform, or npm was told to leave out optional dependencies.",
  );
  process.exit(2);
}

const { error, signal, status } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`nexthop: ${program} cannot be run: ${error.message}`);
  process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 2);
